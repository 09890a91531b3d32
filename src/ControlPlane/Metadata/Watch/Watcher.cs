using Fleet.Contracts;
using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>One held request. It is known to the hub before its owner reads, so nothing that happens after that read can pass it by.</summary>
internal sealed class Watcher(WatchHub hub, TimeProvider time, ProjectId project, InstanceId instance) : IDisposable
{
    private readonly Lock gate = new();
    private TaskCompletionSource<WatchResult>? waiting;
    private Etag seen;
    private Etag latest;
    private WatchEnd? ended;

    public ProjectId Project => project;

    public InstanceId Instance => instance;

    /// <summary>Until the document is newer than what was read, at most for <paramref name="timeout"/>.</summary>
    public async Task<WatchResult> WaitAsync(Etag rootSeen, TimeSpan timeout, CancellationToken cancellationToken)
    {
        TaskCompletionSource<WatchResult> wait;
        lock (gate)
        {
            if (ended is { } end)
                return new(end);
            if (latest.IsNewerThan(rootSeen))
                return new(WatchEnd.Changed, latest);
            seen = rootSeen;
            // Its continuation renders a document: never on the hub's own loop.
            wait = waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // A timer that completes, not a Task.WaitAsync that throws: ten thousand guests time out each minute.
        await using var timer = time.CreateTimer(static state => ((Watcher)state!).Complete(new(WatchEnd.TimedOut)), this, timeout, Timeout.InfiniteTimeSpan);
        await using var left = cancellationToken.UnsafeRegister(static state => ((Watcher)state!).Complete(new(WatchEnd.Left)), this);
        return await wait.Task;
    }

    /// <summary>The hub has read the counters. They may be older than what this watcher has read meanwhile: only newer ones wake it.</summary>
    public void Offer(Etag current)
    {
        lock (gate)
        {
            if (current.IsNewerThan(latest))
                latest = current;
            if (latest.IsNewerThan(seen))
                waiting?.TrySetResult(new(WatchEnd.Changed, latest));
        }
    }

    /// <summary>For good: the instance is gone, or the node stops.</summary>
    public void End(WatchEnd end)
    {
        lock (gate)
        {
            ended = end;
            waiting?.TrySetResult(new(end));
        }
    }

    public void Dispose() => hub.Leave(this);

    private void Complete(WatchResult result)
    {
        lock (gate)
            waiting?.TrySetResult(result);
    }
}
