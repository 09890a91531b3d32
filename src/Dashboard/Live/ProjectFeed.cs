using Microsoft.Extensions.Logging;

namespace Fleet.Dashboard.Live;

/// <summary>
/// Live updates: one watch per project and node while anyone listens, fanned out to the circuits. It carries hints alone; what a circuit shows it reads with
/// its own token, so nobody sees by it what the API would not show them.
/// </summary>
internal sealed class ProjectFeed(INodeClient node, TimeProvider time, ILogger<ProjectFeed> logger) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ProjectWatch> watches = new(StringComparer.Ordinal);

    /// <summary>Listens from now on: subscribe first, then read. A page reads once by itself, for a standing feed owes nobody a reset.</summary>
    public FeedSubscription Subscribe(string project, Func<FeedBatch, Task> deliver)
    {
        lock (gate)
        {
            if (!watches.TryGetValue(project, out var watch))
                watches[project] = watch = new ProjectWatch(project, node, time, logger);
            return watch.Add(deliver, listener => Leave(project, watch, listener));
        }
    }

    /// <summary>How many projects are watched.</summary>
    public int Watches
    {
        get
        {
            lock (gate)
                return watches.Count;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var watch in watches.Values)
                watch.Dispose();
            watches.Clear();
        }
    }

    private void Leave(string project, ProjectWatch watch, FeedSubscription listener)
    {
        lock (gate)
            if (watch.Remove(listener) && watches.GetValueOrDefault(project) == watch)
            {
                watches.Remove(project);
                watch.Dispose();
            }
    }
}
