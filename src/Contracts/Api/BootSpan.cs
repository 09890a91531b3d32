using Fleet.Contracts.Events;

namespace Fleet.Contracts.Api;

/// <summary>One step of a boot.</summary>
public sealed record BootSpan
{
    /// <summary>Its path, such as <c>login/users/alice</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The path's last segment.</summary>
    public required string Name { get; init; }

    /// <summary>The path's first segment.</summary>
    public required string Stage { get; init; }

    /// <summary>Who reported it: <c>agent</c>.</summary>
    public required string Reporter { get; init; }

    /// <summary>The clock that its times are from: <c>monotonic</c>.</summary>
    public required string Clock { get; init; }

    /// <summary>Its start.</summary>
    public required double StartMs { get; init; }

    /// <summary>Its length; absent while it runs.</summary>
    public double? DurationMs { get; init; }

    /// <summary>How it ended; absent while it runs.</summary>
    public StepOutcome? Outcome { get; init; }

    /// <summary>The reason, or the last progress.</summary>
    public string? Message { get; init; }

    /// <summary>The path above; absent for a stage.</summary>
    public string? Parent { get; init; }
}
