using Fleet.ControlPlane.Hosting.Files;
using Npgsql;

namespace Fleet.ControlPlane.Identity;

/// <summary>The bootstrap token: made at the first start, written to <c>DIR/admin-token</c> (0600), its hash stored. A file whose token the database does not know is replaced.</summary>
internal sealed class AdminToken(NpgsqlDataSource source)
{
    public const string FileName = "admin-token";

    public async Task EnsureAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(dataDirectory, FileName);
        if (File.Exists(path) && await IsKnownAsync((await File.ReadAllTextAsync(path, cancellationToken)).Trim(), cancellationToken))
            return;
        PrivateFiles.Replace(path, await CreateAsync("admin", null, cancellationToken) + "\n");
    }

    /// <summary>A new API token; it is shown once.</summary>
    public async Task<string> CreateAsync(string name, TimeSpan? life, CancellationToken cancellationToken)
    {
        var token = Secrets.Make(Secrets.ApiPrefix);
        await using var command = source.CreateCommand("""
            WITH made AS (INSERT INTO api_tokens (sha256, name, expires_at) VALUES ($1, $2, now() + $3::interval) RETURNING name)
            INSERT INTO audit_events (actor, action, resource) SELECT 'system', 'tokens.create', 'tokens/' || name FROM made
            """);
        command.Parameters.Add(new() { Value = Secrets.Hash(token) });
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = (object?)life ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Interval });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return token;
    }

    private async Task<bool> IsKnownAsync(string token, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT 1 FROM api_tokens WHERE sha256 = $1 AND revoked_at IS NULL");
        command.Parameters.Add(new() { Value = Secrets.Hash(token) });
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }
}
