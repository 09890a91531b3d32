using Fleet.Contracts;
using Fleet.Contracts.Events;

namespace Fleet.Storage.Entities;

/// <summary>A step of a boot, as its events have told so far: the read model that ingest keeps in the same transaction.</summary>
public sealed class SpanRow
{
    /// <summary>The boot.</summary>
    public required BootRowId BootRowId { get; init; }

    /// <summary>Who reported it.</summary>
    public required string Reporter { get; init; }

    /// <summary>The step's path.</summary>
    public required string Path { get; init; }

    /// <summary>Monotonic nanoseconds since the boot's zero.</summary>
    public long StartNs { get; set; }

    /// <summary>Its end; null while it runs.</summary>
    public long? EndNs { get; set; }

    /// <summary>How it ended.</summary>
    public StepOutcome? Outcome { get; set; }

    /// <summary>The reason, or the last progress.</summary>
    public string? Message { get; set; }
}
