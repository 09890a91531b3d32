using Npgsql;

namespace Fleet.ControlPlane.Identity;

/// <summary>Browser sessions and the one-time links that open them.</summary>
internal sealed class Sessions(NpgsqlDataSource source)
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(8);
    private const string SessionPrefix = "fls_";
    private const string LinkPrefix = "fll_";

    /// <summary>A secret that opens one session within ten minutes.</summary>
    public async Task<string> MakeLinkAsync(CancellationToken cancellationToken)
    {
        var secret = Secrets.Make(LinkPrefix);
        await using var command = source.CreateCommand("INSERT INTO sign_in_links (sha256, expires_at) VALUES ($1, now() + interval '10 minutes')");
        command.Parameters.Add(new() { Value = Secrets.Hash(secret) });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return secret;
    }

    /// <summary>Uses a link. The answer is the cookie's value, or null: unknown, used and expired are the same.</summary>
    public async Task<string?> OpenAsync(string link, CancellationToken cancellationToken)
    {
        if (!Secrets.Fits(link, LinkPrefix))
            return null;
        var session = Secrets.Make(SessionPrefix);
        // One statement: the link is used if and only if the session exists, and by one caller alone.
        await using var command = source.CreateCommand("""
            WITH used AS (UPDATE sign_in_links SET used_at = now() WHERE sha256 = $1 AND used_at IS NULL AND expires_at > now() RETURNING 1),
                 opened AS (INSERT INTO sessions (sha256, name, expires_at) SELECT $2, 'admin', now() + $3 FROM used RETURNING 1)
            INSERT INTO audit_events (actor, action, resource) SELECT 'session:admin', 'sessions.create', 'sessions' FROM opened
            """);
        command.Parameters.Add(new() { Value = Secrets.Hash(link) });
        command.Parameters.Add(new() { Value = Secrets.Hash(session) });
        command.Parameters.Add(new() { Value = Life });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1 ? session : null;
    }

    /// <summary>The session's name, or null.</summary>
    public async Task<string?> FindAsync(string? session, CancellationToken cancellationToken)
    {
        if (session is null || !Secrets.Fits(session, SessionPrefix))
            return null;
        await using var command = source.CreateCommand("SELECT name FROM sessions WHERE sha256 = $1 AND revoked_at IS NULL AND expires_at > now()");
        command.Parameters.Add(new() { Value = Secrets.Hash(session) });
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }
}
