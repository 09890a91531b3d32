using Fleet.ControlPlane.Hosting.Database;
using Fleet.ControlPlane.Hosting.Files;
using Fleet.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fleet.ControlPlane.Hosting;

/// <summary>The database that the configuration names, opened; the embedded one is started, and stopped at the end.</summary>
internal sealed class OpenedDatabase : IAsyncDisposable
{
    private readonly EmbeddedPostgres? started;
    private readonly DataDirectoryLock? held;
    private readonly ILoggerFactory logs;

    private OpenedDatabase(NpgsqlDataSource source, EmbeddedPostgres? started, DataDirectoryLock? held, ILoggerFactory logs)
    {
        Source = source;
        this.started = started;
        this.held = held;
        this.logs = logs;
    }

    public NpgsqlDataSource Source { get; }

    public static async Task<OpenedDatabase> OpenAsync(DatabaseOptions options, bool startEmbedded, CancellationToken cancellationToken)
    {
        var logs = FleetdLogging.Factory();
        if (options.ConnectionString is { Length: > 0 } connectionString)
        {
            var external = FleetDatabase.Open(connectionString);
            if (startEmbedded)
                await PostgresVersion.CheckAsync(external, cancellationToken);
            return new(external, null, null, logs);
        }

        var embedded = new EmbeddedPostgres(options.DataDirectory, logs.CreateLogger<EmbeddedPostgres>());
        if (!startEmbedded)
            return await embedded.IsRunningAsync(cancellationToken)
                ? new(FleetDatabase.Open(embedded.ConnectionString), null, null, logs)
                : throw new ConfigurationException($"no database answers below {options.DataDirectory}: start fleetd first, or name the right one with --Database:DataDirectory");

        PrivateFiles.MakeDirectory(options.DataDirectory);
        var held = DataDirectoryLock.Take(options.DataDirectory);
        try
        {
            await embedded.StartAsync(cancellationToken);
            return new(FleetDatabase.Open(embedded.ConnectionString), embedded, held, logs);
        }
        catch
        {
            held.Dispose();
            throw;
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
        held?.Dispose();
        logs.Dispose();
    }
}
