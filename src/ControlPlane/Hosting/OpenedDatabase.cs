using Fleet.ControlPlane.Hosting.Database;
using Fleet.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fleet.ControlPlane.Hosting;

/// <summary>The database that the configuration names, opened; the embedded one is started, and stopped at the end.</summary>
internal sealed class OpenedDatabase : IAsyncDisposable
{
    private readonly EmbeddedPostgres? started;
    private readonly ILoggerFactory logs;

    private OpenedDatabase(NpgsqlDataSource source, EmbeddedPostgres? started, ILoggerFactory logs)
    {
        Source = source;
        this.started = started;
        this.logs = logs;
    }

    public NpgsqlDataSource Source { get; }

    public static async Task<OpenedDatabase> OpenAsync(DatabaseOptions options, bool startEmbedded, CancellationToken cancellationToken)
    {
        var logs = FleetdLogging.Factory();
        if (options.ConnectionString is { Length: > 0 } connectionString)
            return new(await OpenExternalAsync(connectionString, cancellationToken), null, logs);

        var embedded = new EmbeddedPostgres(options.DataDirectory, logs.CreateLogger<EmbeddedPostgres>());
        if (!startEmbedded)
            return await embedded.IsRunningAsync(cancellationToken)
                ? new(FleetDatabase.Open(embedded.ConnectionString), null, logs)
                : throw new ConfigurationException($"no database answers below {options.DataDirectory}: start fleetd first, or name the right one with --Database:DataDirectory");

        await embedded.StartAsync(cancellationToken);
        return new(FleetDatabase.Open(embedded.ConnectionString), embedded, logs);
    }

    private static async Task<NpgsqlDataSource> OpenExternalAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            var external = FleetDatabase.Open(connectionString);
            await PostgresVersion.CheckAsync(external, cancellationToken);
            return external;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new ConfigurationException($"Database:ConnectionString is no Npgsql connection string such as Host=db;Username=fleet;Password=…: {e.Message}");
        }
    }

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddDbContextFactory<FleetDbContext>(o => o.UseFleet(Source));
        await using var provider = services.BuildServiceProvider();
        await new SchemaMigrator(Source, provider.GetRequiredService<IDbContextFactory<FleetDbContext>>(), logs.CreateLogger<SchemaMigrator>()).MigrateAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (started is not null)
            await started.StopAsync();
        logs.Dispose();
    }
}
