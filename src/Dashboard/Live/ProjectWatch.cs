using Fleet.Contracts.Api;
using Microsoft.Extensions.Logging;

namespace Fleet.Dashboard.Live;

/// <summary>The node's one watch of a project, and who listens to it.</summary>
internal sealed class ProjectWatch : IDisposable
{
    private static readonly TimeSpan RefusedPause = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly List<FeedSubscription> listeners = [];
    private readonly CancellationTokenSource stop = new();
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private bool isLive;

    public ProjectWatch(string project, INodeClient node, TimeProvider time, ILogger logger)
    {
        this.time = time;
        this.logger = logger;
        _ = RunAsync(project, node, stop.Token);
    }

    public FeedSubscription Add(Func<FeedBatch, Task> deliver, Action<FeedSubscription> leave)
    {
        lock (gate)
        {
            var listener = new FeedSubscription(isLive, deliver, leave, time, logger);
            listeners.Add(listener);
            return listener;
        }
    }

    /// <returns>Whether nobody listens any more.</returns>
    public bool Remove(FeedSubscription listener)
    {
        lock (gate)
        {
            listeners.Remove(listener);
            return listeners.Count == 0;
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private async Task RunAsync(string project, INodeClient node, CancellationToken stopped)
    {
        // off the caller's thread: it holds the feed's lock
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!stopped.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in node.Client.WatchProjectAsync(project, stopped))
                    Publish(change);
            }
            catch (OperationCanceledException) when (stopped.IsCancellationRequested)
            {
                return;
            }
            catch (Exception refused)
            {
                logger.LogWarning(refused, "watching project {Project}", project);
                Publish(new ProjectChange(ProjectChange.Lost, null));
                // The project may be gone: whoever shows it finds out by reading.
                Publish(new ProjectChange(ProjectChange.OfProject, null));
            }

            await Task.Delay(RefusedPause, time, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Publish(ProjectChange change)
    {
        lock (gate)
        {
            isLive = change.Kind switch { ProjectChange.Lost => false, ProjectChange.Reset => true, _ => isLive };
            foreach (var listener in listeners)
                listener.Publish(change);
        }
    }
}
