namespace Fleet.ControlPlane.Hosting;

/// <summary>Reads the configuration, with the file watchers off: a machine has 128 inotify instances for all its processes.</summary>
internal static class FleetdConfiguration
{
    public static IConfigurationRoot Read(string[] arguments) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true, reloadOnChange: false)
        .AddJsonFile("/etc/fleet/fleetd.json", optional: true, reloadOnChange: false)
        .AddEnvironmentVariables("FLEET_")
        .AddCommandLine(arguments)
        .Build();

    public static FleetdOptions Options(IConfiguration configuration) => configuration.Get<FleetdOptions>() ?? new();
}
