using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary><c>fleet-agent provision</c> without a daemon: all stages, then a moment for the last events to get through.</summary>
internal sealed class ForegroundBoot(AgentRuntime agent, string? stage) : IBootObserver, IDisposable
{
    private static readonly TimeSpan Flush = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _end = new();
    private HubReporter? _reporter;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (stage is null)
            await LocalStage.RunAsync(agent, ct).ConfigureAwait(false);
        var result = await new BootSequence(agent, this) { Only = stage }.RunAsync(onlyUntilDeadline: true, ct).ConfigureAwait(false);
        agent.Status.Change(s => s with { State = result.State });
        await FlushAsync(ct).ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        return result.State switch
        {
            "provisioned" => 0,
            "degraded" => 2,
            _ => 1,
        };
    }

    public void Dispose() => _end.Dispose();

    public void Connected(FleetServer server)
    {
        _reporter = new(server, agent.Events, agent.Log);
        _ = _reporter.RunAsync(_end.Token);
    }

    public void LoggedIn(Acquired acquired)
    {
    }

    public void LoginGivenUp()
    {
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        var started = agent.Time.GetTimestamp();
        while (_reporter is not null && agent.Events.HasUnsent && agent.Time.GetElapsedTime(started) < Flush)
            await Task.Delay(TimeSpan.FromMilliseconds(20), agent.Time, ct).ConfigureAwait(false);
    }
}
