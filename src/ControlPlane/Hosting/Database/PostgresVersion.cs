using Npgsql;

namespace Fleet.ControlPlane.Hosting.Database;

/// <summary>An external database must be PostgreSQL 15 or newer, and there.</summary>
internal static class PostgresVersion
{
    public static async Task CheckAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            if (connection.PostgreSqlVersion.Major < 15)
                throw new ConfigurationException($"the database is PostgreSQL {connection.PostgreSqlVersion}; 15 or newer is needed");
        }
        catch (NpgsqlException e)
        {
            throw new ConfigurationException($"the database of Database:ConnectionString does not answer: {e.InnerException?.Message ?? e.Message}");
        }
    }
}
