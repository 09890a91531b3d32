using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>How a wait ended.</summary>
internal enum WatchEnd
{
    /// <summary>The document has moved on, to <see cref="WatchResult.Current"/>.</summary>
    Changed,

    /// <summary>The time is up.</summary>
    TimedOut,

    /// <summary>This node stops: answer with what there is, and the next question goes to another one.</summary>
    Draining,

    /// <summary>The instance does not exist any more.</summary>
    Gone,

    /// <summary>Whoever asked has left.</summary>
    Left,
}

/// <param name="End">Why it ended.</param>
/// <param name="Current">The new counters, when <see cref="WatchEnd.Changed"/>.</param>
internal readonly record struct WatchResult(WatchEnd End, Etag Current = default);
