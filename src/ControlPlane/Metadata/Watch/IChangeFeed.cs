using Fleet.Contracts;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>A change that some node committed, as it becomes known here.</summary>
internal sealed record Change(ProjectId Project, InstanceId? Instance, string Kind);

/// <summary>Everything that changes, on this node: from the notifier's hints and from the change_log's tail. At least once, in no order.</summary>
internal interface IChangeFeed
{
    /// <summary>
    /// Subscribe first, then read, then wait. The handler runs on the feed's own thread and must not block.
    /// A null change means: something may have been missed (LISTEN reconnected), read everything again.
    /// </summary>
    IDisposable Subscribe(Action<Change?> handler);
}
