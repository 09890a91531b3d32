using Fleet.Contracts.Events;

namespace Fleet.Contracts.Api;

/// <summary>A boot in a list.</summary>
public sealed record BootSummary
{
    /// <summary>Its id.</summary>
    public required BootRowId Id { get; init; }

    /// <summary>The guest's own boot id.</summary>
    public required Guid BootId { get; init; }

    /// <summary>What zero means.</summary>
    public required BootOrigin Origin { get; init; }

    /// <summary>The moment of zero, on the server's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When provisioning ended in it.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended.</summary>
    public StepOutcome? Outcome { get; init; }

    /// <summary>How many steps failed.</summary>
    public required int FailedSteps { get; init; }
}
