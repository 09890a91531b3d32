using Npgsql;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>Deletes what has expired: nonces, tokens, join secrets, links and sessions. Any node may, as often as it likes.</summary>
internal sealed partial class CredentialSweep(NpgsqlDataSource source, TimeProvider time, ILogger<CredentialSweep> log) : BackgroundService
{
    private const string Sql = """
        DELETE FROM agent_nonces WHERE expires_at < now();
        DELETE FROM agent_tokens WHERE expires_at < now();
        DELETE FROM join_secrets WHERE expires_at < now() - interval '1 day';
        DELETE FROM sign_in_links WHERE expires_at < now() - interval '1 day';
        DELETE FROM sessions WHERE expires_at < now() - interval '1 day';
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var command = source.CreateCommand(Sql);
                await command.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "expired credentials could not be swept; the next minute tries again")]
    private partial void LogFailed(Exception e);
}
