using System.Text.Json;
using Npgsql;

namespace Fleet.ControlPlane.Hosting;

/// <summary>The configuration as JSON, its secrets masked.</summary>
internal static class ConfigurationText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(FleetdOptions options) => JsonSerializer.Serialize(
        new
        {
            options.Listen,
            Database = new { ConnectionString = Masked(options.Database.ConnectionString), options.Database.DataDirectory },
            options.Tls,
        },
        Indented);

    private static string? Masked(string? connectionString)
    {
        if (connectionString is null)
            return null;
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        if (parts.Password is not null)
            parts.Password = "***";
        return parts.ConnectionString;
    }
}
