using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Reporting;

/// <summary>What stamps an event: the boot, and both clocks.</summary>
/// <param name="BootId">The boot.</param>
/// <param name="Origin">What zero means on the monotonic clock.</param>
/// <param name="MonotonicNs">Nanoseconds since that zero.</param>
/// <param name="Time">The wall clock, and every timer.</param>
internal sealed record EventClock(Guid BootId, BootOrigin Origin, Func<long> MonotonicNs, TimeProvider Time)
{
    /// <summary>An event of now, not numbered yet.</summary>
    public AgentEvent Stamp(string path, EventKind kind) => new()
    {
        Seq = 0,
        BootId = BootId,
        Path = StepPath.IsValid(path) ? path : StepPath.Upkeep + "/" + StepPath.Segment(path),
        Kind = kind,
        MonotonicNs = MonotonicNs(),
        WallTime = Time.GetUtcNow(),
    };
}
