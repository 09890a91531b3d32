using Fleet.ControlPlane.Hosting.Background;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>Deletes what has expired: nonces, tokens, join secrets, links and sessions. Any node may, as often as it likes.</summary>
internal sealed partial class CredentialSweep(NpgsqlDataSource source, TimeProvider time, ILogger<CredentialSweep> log) : RepeatedWork(time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private const string Sql = """
        DELETE FROM agent_nonces WHERE expires_at < now();
        DELETE FROM agent_tokens WHERE expires_at < now();
        DELETE FROM join_secrets WHERE expires_at < now() - interval '1 day';
        DELETE FROM sign_in_links WHERE expires_at < now() - interval '1 day';
        DELETE FROM sessions WHERE expires_at < now() - interval '1 day';
        """;

    protected override TimeSpan First => Every;

    protected override TimeSpan AfterFailure => Every;

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return Every;
    }

    protected override void Failed(Exception exception) => LogFailed(exception);

    [LoggerMessage(2001, LogLevel.Warning, "expired credentials could not be swept; the next minute tries again")]
    private partial void LogFailed(Exception e);
}
