using Fleet.Contracts.Events;

namespace Fleet.Contracts.Api;

/// <summary>One boot of one instance, as a timeline. Milliseconds count from the boot's zero (see <see cref="Origin"/>).</summary>
public sealed record Boot
{
    /// <summary>Its id.</summary>
    public required BootRowId Id { get; init; }

    /// <summary>The guest's own boot id.</summary>
    public required Guid BootId { get; init; }

    /// <summary>What zero means.</summary>
    public required BootOrigin Origin { get; init; }

    /// <summary>The moment of zero, on the server's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When provisioning ended in this boot, on the server's clock.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended; absent while it runs.</summary>
    public StepOutcome? Outcome { get; init; }

    /// <summary>How many steps failed.</summary>
    public required int FailedSteps { get; init; }

    /// <summary>The guest's wall clock less the server's, when it last said hello.</summary>
    public double? ClockOffsetMs { get; init; }

    /// <summary>Now, on the boot's own clock: how far running bars have grown. Absent once the boot has ended.</summary>
    public double? NowMs { get; init; }

    /// <summary>The steps, by start.</summary>
    public required IReadOnlyList<BootSpan> Spans { get; init; }

    /// <summary>Time that no step owns, of 100 ms and more, between the first span and the last.</summary>
    public required IReadOnlyList<BootGap> Gaps { get; init; }
}
