using Fleet.Contracts;
using Fleet.Contracts.Events;

namespace Fleet.Storage.Entities;

/// <summary>One boot of one instance. Locked after streams, in the order of (instance, boot id).</summary>
public sealed class BootRow
{
    /// <summary>Its id.</summary>
    public required BootRowId Id { get; init; }

    /// <summary>The instance.</summary>
    public required InstanceId InstanceId { get; init; }

    /// <summary>The guest's own boot id.</summary>
    public required Guid BootId { get; init; }

    /// <summary>What zero means.</summary>
    public BootOrigin Origin { get; set; }

    /// <summary>The moment of zero, on the server's clock: receive time less monotonic time, the least seen.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When provisioning ended in it.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How it ended.</summary>
    public StepOutcome? Outcome { get; set; }

    /// <summary>How many steps failed.</summary>
    public int FailedSteps { get; set; }

    /// <summary>The guest's wall clock less the server's.</summary>
    public double? ClockOffsetMs { get; set; }

    /// <summary>When its first event was received: prunes partitions.</summary>
    public DateTimeOffset FirstReceivedAt { get; set; }

    /// <summary>When its last event was received.</summary>
    public DateTimeOffset LastReceivedAt { get; set; }

    /// <summary>The boot that this one turned out to be; readers follow it once.</summary>
    public BootRowId? MergedInto { get; set; }
}
