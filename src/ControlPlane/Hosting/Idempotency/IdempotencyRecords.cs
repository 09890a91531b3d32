using Npgsql;

namespace Fleet.ControlPlane.Hosting.Idempotency;

/// <summary>The answers that are kept, in PostgreSQL: a repeat may come to another node.</summary>
internal sealed class IdempotencyRecords(NpgsqlDataSource database)
{
    // A key is free again after 24 hours, also before the sweep. A claim without an answer after two minutes is one whose node died: no POST that
    // takes a key runs so long (the filter ends it sooner), and what it may have committed is kept from doubling by the resource's own uniqueness.
    private const string ClaimSql = """
        INSERT INTO idempotency_keys AS k (principal, key, request_sha256, created_at) VALUES ($1, $2, $3, clock_timestamp())
        ON CONFLICT (principal, key) DO UPDATE
          SET request_sha256 = excluded.request_sha256, status = NULL, body = NULL, etag = NULL, location = NULL, created_at = excluded.created_at
          WHERE k.created_at < now() - interval '24 hours'
             OR (k.status IS NULL AND k.created_at < now() - interval '2 minutes' AND k.request_sha256 = excluded.request_sha256)
        RETURNING created_at
        """;

    /// <summary>Null when somebody else has the key.</summary>
    public async Task<IdempotencyClaim?> ClaimAsync(string principal, string key, byte[] sha256, CancellationToken cancellationToken)
    {
        await using var command = Command(ClaimSql, principal, key, sha256);
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime at ? new(principal, key, at) : null;
    }

    public async Task<IdempotencyAnswer?> FindAsync(string principal, string key, CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT request_sha256, status, body, etag, location FROM idempotency_keys WHERE principal = $1 AND key = $2", principal, key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new((byte[])reader[0], reader[1] as int?, reader[2] as string, reader[3] as string, reader[4] as string)
            : null;
    }

    public async Task KeepAsync(IdempotencyClaim claim, int status, string? body, string? etag, string? location, CancellationToken cancellationToken)
    {
        await using var command = Command(
            "UPDATE idempotency_keys SET status = $4, body = $5, etag = $6, location = $7 WHERE principal = $1 AND key = $2 AND created_at = $3",
            claim.Principal, claim.Key, claim.ClaimedAt, status, body, etag, location);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task ReleaseAsync(IdempotencyClaim claim, CancellationToken cancellationToken)
    {
        await using var command = Command("DELETE FROM idempotency_keys WHERE principal = $1 AND key = $2 AND created_at = $3", claim.Principal, claim.Key, claim.ClaimedAt);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await using var command = Command("DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'");
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, params IEnumerable<object?> parameters)
    {
        var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter is string or null ? new() { Value = (object?)parameter ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } : new() { Value = parameter });
        return command;
    }
}
