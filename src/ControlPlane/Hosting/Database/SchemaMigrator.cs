using Fleet.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fleet.ControlPlane.Hosting.Database;

/// <summary>Brings the schema up to this build, one node at a time; refuses a schema that this build does not know.</summary>
internal sealed partial class SchemaMigrator(NpgsqlDataSource source, IDbContextFactory<FleetDbContext> contexts, ILogger<SchemaMigrator> log)
{
    // "Fleet" as a number; any session that migrates takes it.
    private const long AdvisoryLock = 0x466C656574;

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using (var take = new NpgsqlCommand($"SELECT pg_advisory_lock({AdvisoryLock})", connection) { CommandTimeout = 300 })
            await take.ExecuteNonQueryAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            context.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
            var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
            var unknown = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Where(m => !known.Contains(m)).ToList();
            if (unknown.Count > 0)
                throw new ConfigurationException($"the database's schema is newer than this fleetd (it has {unknown[^1]}): run the version that made it, or restore a backup");
            var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            if (pending.Count == 0)
                return;
            LogMigrating(pending.Count, pending[^1]);
            await context.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await using var release = new NpgsqlCommand($"SELECT pg_advisory_unlock({AdvisoryLock})", connection);
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    [LoggerMessage(1010, LogLevel.Information, "applying {Count} migrations, up to {Last}")]
    private partial void LogMigrating(int count, string last);
}
