using Fleet.Contracts;
using Fleet.Contracts.Events;

namespace Fleet.Storage.Entities;

/// <summary>
/// A stored event. The table is partitioned by receive time (the guest's clock is data); the stream's watermark makes (stream, seq) unique, not an index.
/// </summary>
public sealed class EventRow
{
    /// <summary>By the database's clock: the partition key.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The stream.</summary>
    public long StreamId { get; init; }

    /// <summary>The number in it.</summary>
    public long Seq { get; init; }

    /// <summary>The boot.</summary>
    public required BootRowId BootRowId { get; init; }

    /// <summary>The step's path.</summary>
    public required string Path { get; init; }

    /// <summary>What happened.</summary>
    public EventKind Kind { get; init; }

    /// <summary>How it ended.</summary>
    public StepOutcome? Outcome { get; init; }

    /// <summary>Monotonic nanoseconds since the boot's zero.</summary>
    public long MonotonicNs { get; init; }

    /// <summary>The guest's wall clock.</summary>
    public DateTimeOffset WallTime { get; init; }

    /// <summary>Text for people.</summary>
    public string? Message { get; init; }

    /// <summary>Attributes (jsonb).</summary>
    public Dictionary<string, string>? Attributes { get; init; }

    /// <summary>How many numbers a gap occupies.</summary>
    public int? GapCount { get; init; }
}
