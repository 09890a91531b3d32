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

    /// <summary>The options; a key that nobody reads, or a value of the wrong kind, is an error and not a silence.</summary>
    public static FleetdOptions Options(IConfigurationRoot configuration, string[] arguments)
    {
        ConfigurationKeys.Check(configuration, new ConfigurationBuilder().AddCommandLine(arguments).Build());
        try
        {
            configuration.GetSection(Metadata.MetadataOptions.Section).Get<Metadata.MetadataOptions>();
            return configuration.Get<FleetdOptions>() ?? new();
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException(e.InnerException?.Message is { } why ? $"{e.Message.TrimEnd('.')}: {why}" : e.Message);
        }
    }
}
