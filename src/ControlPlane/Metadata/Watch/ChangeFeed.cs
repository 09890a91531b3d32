using System.Collections.Immutable;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>The subscribers of this node. The notifier publishes what was committed here, the listener what the other nodes say and what the tail finds.</summary>
internal sealed class ChangeFeed(ILogger<ChangeFeed> logger) : IChangeFeed
{
    private ImmutableArray<Action<Change?>> handlers = [];

    public IDisposable Subscribe(Action<Change?> handler)
    {
        ImmutableInterlocked.Update(ref handlers, (all, one) => all.Add(one), handler);
        return new Subscription(this, handler);
    }

    public void Publish(Change? change)
    {
        foreach (var handler in handlers)
        {
            try
            {
                handler(change);
            }
#pragma warning disable CA1031 // one broken subscriber must not make the others miss a change
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.LogError(e, "a subscriber of the change feed failed");
            }
        }
    }

    private sealed class Subscription(ChangeFeed feed, Action<Change?> handler) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref feed.handlers, (all, one) => all.Remove(one), handler);
    }
}
