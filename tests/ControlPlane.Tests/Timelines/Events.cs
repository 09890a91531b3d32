using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Tests.Timelines;

/// <summary>Short words for events.</summary>
internal static class Events
{
    public static readonly DateTimeOffset Wall = new(2026, 11, 22, 19, 28, 0, TimeSpan.Zero);

    public static AgentEvent Event(long seq, Guid boot, string path = "login/users/alice", EventKind kind = EventKind.Progress, string? message = null, long? ns = null) => new()
    {
        Seq = seq,
        BootId = boot,
        Path = path,
        Kind = kind,
        MonotonicNs = ns ?? seq * 1_000_000,
        WallTime = Wall,
        Message = message,
    };

    public static AgentEvent Started(long seq, Guid boot, string path, long? ns = null) => Event(seq, boot, path, EventKind.Started, ns: ns);

    public static AgentEvent Finished(long seq, Guid boot, string path, StepOutcome outcome = StepOutcome.Succeeded, string? message = null, long? ns = null) =>
        Event(seq, boot, path, EventKind.Finished, message, ns) with { Outcome = outcome };

    public static AgentEvent Gap(long seq, Guid boot, int count) => Event(seq, boot, "upkeep/spool", EventKind.Gap, "the spool was full") with { GapCount = count };
}
