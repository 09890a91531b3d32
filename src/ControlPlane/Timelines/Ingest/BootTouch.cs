using Fleet.Contracts;
using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>What a group's events say of one boot.</summary>
internal sealed class BootTouch(InstanceId instance, Guid bootId)
{
    public InstanceId Instance => instance;
    public Guid BootId => bootId;
    public BootOrigin Origin { get; set; }
    public double? ClockOffsetMs { get; set; }
    public long LatestNs { get; set; }

    /// <summary>Its row, once that is locked; none when the instance may open no more.</summary>
    public BootRowId Id { get; set; }

    /// <summary>Its spans before this group.</summary>
    public int SpanCount { get; set; }

    /// <summary>This group opened the row.</summary>
    public bool IsNew { get; set; }

    /// <summary>A step failed, or the boot ended: its failed steps are to be counted.</summary>
    public bool NeedsCount { get; set; }

    public IReadOnlyList<FailedLeaf> Failures { get; set; } = [];
}
