using Fleet.Contracts.Api;

namespace Fleet.Dashboard.Live;

/// <summary>What one subscriber has not been told yet.</summary>
internal sealed class PendingChanges(bool isLive)
{
    /// <summary>A circuit that is this far behind reads everything anew: cheaper than a thousand single reads, and memory stays bounded.</summary>
    private const int Most = 256;

    private readonly Lock gate = new();
    private HashSet<ProjectChange> changes = [];
    private bool everything;
    private bool live = isLive;

    public void Add(ProjectChange change)
    {
        lock (gate)
        {
            if (change.Kind == ProjectChange.Lost)
                live = false;
            else if (change.Kind == ProjectChange.Reset)
                live = everything = true;
            else if (change.Instance is null || changes.Count >= Most)
                everything = true;
            else
                changes.Add(change);
        }
    }

    public FeedBatch Take()
    {
        lock (gate)
        {
            var batch = new FeedBatch(live, everything, changes);
            changes = [];
            everything = false;
            return batch;
        }
    }
}
