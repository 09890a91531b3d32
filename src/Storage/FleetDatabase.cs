using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fleet.Storage;

/// <summary>How every part opens the database: one data source, one set of options.</summary>
public static class FleetDatabase
{
    /// <summary>The assembly that holds the migrations.</summary>
    public const string MigrationsAssembly = "Fleet.Migrations";

    /// <summary>Builds the data source: dynamic JSON for jsonb columns, times in UTC, a command's time-out of ten seconds.</summary>
    /// <param name="connectionString">Npgsql's connection string.</param>
    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Timezone = "UTC" };
        if (!connectionString.Contains("Command Timeout", StringComparison.OrdinalIgnoreCase))
            settings.CommandTimeout = 10;
        settings.ApplicationName ??= "fleetd";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).EnableDynamicJson().Build();
    }

    /// <summary>The context's options over a data source.</summary>
    public static DbContextOptionsBuilder UseFleet(this DbContextOptionsBuilder builder, NpgsqlDataSource source) => builder
        .UseNpgsql(source, npgsql => npgsql.MigrationsAssembly(MigrationsAssembly).MigrationsHistoryTable("schema_migrations"))
        .UseSnakeCaseNamingConvention();
}
