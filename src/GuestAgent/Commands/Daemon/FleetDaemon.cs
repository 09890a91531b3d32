using System.Text.Json;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Identity;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary><c>fleet-agent run</c>: the boot, once, and upkeep until it is told to stop.</summary>
internal sealed class FleetDaemon(AgentRuntime agent, SdNotify notify) : IBootObserver
{
    private UpkeepTasks? _upkeep;

    /// <summary>See <see cref="BootSequence.Deadline"/>.</summary>
    public TimeSpan? Deadline { private get; init; }

    public async Task RunAsync(CancellationToken ct)
    {
        var upkeep = _upkeep = new(agent, ct);
        upkeep.Keep(notify.WatchdogAsync(() => IsAlive(upkeep), ct));
        upkeep.Forever("status", agent.Status.RefreshAsync);
        upkeep.Expire();
        var work = WorkAsync(ct);
        try
        {
            await (await Task.WhenAny(work, upkeep.Fault).ConfigureAwait(false)).ConfigureAwait(false);
            await upkeep.Fault.WaitAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            notify.Stopping();
        }
    }

    public void Connected(FleetServer server) => _upkeep!.Report(server);

    public void LoggedIn(Acquired acquired)
    {
        notify.Ready();
        _upkeep!.Watch(acquired.Server, acquired.State);
    }

    public void LoginGivenUp() => notify.Ready();

    private bool IsAlive(UpkeepTasks upkeep)
    {
        if (upkeep.Stalled is not { } what)
            return true;
        agent.Log.Error($"{what} makes no progress: systemd is not told that all is well");
        return false;
    }

    private async Task WorkAsync(CancellationToken ct)
    {
        if (Marker() is { } marker && agent.Identity.Stored is { } identity)
        {
            // This boot's stages have run: a daemon that was restarted goes on where the other one was.
            agent.Status.Change(s => s with { State = marker.State, Stage = StepPath.Upkeep });
            notify.Ready();
            var server = agent.Connect(identity);
            _upkeep!.Report(server);
            _upkeep.Watch(server, null);
            return;
        }

        var result = await new BootSequence(agent, this) { Deadline = Deadline }.RunAsync(onlyUntilDeadline: false, ct).ConfigureAwait(false);
        Mark(result);
        agent.Status.Change(s => s with { State = result.State, Stage = StepPath.Upkeep });
        notify.Status(result.State);
    }

    private void Mark(BootResult result)
    {
        try
        {
            agent.Files.Write(BootMarker.Path, JsonSerializer.SerializeToUtf8Bytes(new(agent.Events.Clock.BootId, result.FailedSteps), DaemonJson.Default.BootMarker));
            agent.Handover.Delete();
        }
        catch (IOException e)
        {
            // A restart would run the stages once more; what may run only once is in the journal.
            agent.Log.Error($"the end of the boot could not be kept: {e.Message}");
        }
    }

    private BootMarker? Marker()
    {
        try
        {
            return agent.Files.Read(BootMarker.Path) is { } json && JsonSerializer.Deserialize(json, DaemonJson.Default.BootMarker) is { } marker
                && marker.BootId == agent.Events.Clock.BootId ? marker : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }
}
