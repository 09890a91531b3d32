using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Reporting;
using Fleet.GuestAgent.Upkeep;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>What goes on for as long as the agent lives. A loop that fails is begun anew; another part that ends by a fault ends the daemon, and systemd starts it anew.</summary>
internal sealed class UpkeepTasks(AgentRuntime agent, CancellationToken ct)
{
    private readonly KeyExpiry _expiry = new(agent.Host.Keys, agent.Events, agent.Log);
    private readonly TaskCompletionSource _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Unending _unending = new(agent.Events, agent.Log);
    private HubReporter? _reporter;
    private Watch? _watch;

    /// <summary>Ends only by a fault.</summary>
    public Task Fault => _fault.Task;

    /// <summary>A loop that hangs; null when none does.</summary>
    public string? Stalled => _watch is { IsStalled: true } ? "the watch" : _reporter is { IsStalled: true } ? "the hub's reporter" : null;

    public void Report(FleetServer server)
    {
        if (_reporter is not null)
            return;
        _reporter = new(server, agent.Events, agent.Log);
        agent.Status.Reporter = _reporter;
        agent.Status.Change(s => s with { Server = server.Identity.Server, Instance = server.Identity.Instance.ToString() });
        Forever("reporting", _reporter.RunAsync);
    }

    /// <summary>Expiry needs no server: it begins first.</summary>
    public void Expire() => Forever("key-expiry", _expiry.RunAsync);

    public void Forever(string name, Func<CancellationToken, Task> loop) => Keep(_unending.RunAsync(name, loop, ct));

    /// <param name="server">The server.</param>
    /// <param name="taken">What the login stage acted on, to be confirmed now; null reads first.</param>
    public void Watch(FleetServer server, DesiredState? taken)
    {
        var keys = new KeyUpkeep(new(server.Identity, agent.Host.Keys.Revision), agent.Host.Keys, _expiry, agent.Events);
        _watch = new(new(server), agent.Time, agent.Log) { Unchanged = () => keys.RetryAsync(ct) };
        Keep(WatchAsync(_watch, keys, taken));
    }

    public void Keep(Task task) => _ = ObserveAsync(task);

    private async Task WatchAsync(Watch watch, KeyUpkeep keys, DesiredState? taken)
    {
        using (keys)
        {
            Task TakeAsync(DesiredState state) => keys.TakeAsync(state.Document, _reporter?.Connects ?? 0, ct);
            var etag = taken?.ETag;
            if (taken is not null)
                try
                {
                    await TakeAsync(taken).ConfigureAwait(false);
                }
                catch (Exception e) when (!ct.IsCancellationRequested)
                {
                    agent.Log.Error($"keys: {e.Message}");
                    etag = null; // read and try again
                }

            // Begun anew, it reads first.
            await _unending.RunAsync("watch", c => watch.RunAsync(Interlocked.Exchange(ref etag, null), TakeAsync, c), ct).ConfigureAwait(false);
        }
    }

    private async Task ObserveAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            _fault.TrySetException(e);
        }
    }
}
