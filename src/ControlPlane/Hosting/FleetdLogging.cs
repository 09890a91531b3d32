using Microsoft.Extensions.Hosting.Systemd;

namespace Fleet.ControlPlane.Hosting;

/// <summary>One line an event: with priorities under systemd, with the time elsewhere.</summary>
internal static class FleetdLogging
{
    public static ILoggingBuilder AddFleetLogging(this ILoggingBuilder builder)
    {
        builder.ClearProviders().SetMinimumLevel(LogLevel.Information)
            .AddFilter("Fleet.ControlPlane.Identity", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning)
            // What EF Core logs as failed is thrown as well: an expected conflict is an answer, a fault is logged where it is handled.
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        return SystemdHelpers.IsSystemdService()
            ? builder.AddSystemdConsole()
            : builder.AddSimpleConsole(o =>
            {
                o.SingleLine = true;
                o.TimestampFormat = "HH:mm:ss.fff ";
                o.UseUtcTimestamp = true;
            });
    }

    public static ILoggerFactory Factory() => LoggerFactory.Create(b => b.AddFleetLogging());
}
