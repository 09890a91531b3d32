using Fleet.Contracts.Api;
using Fleet.Contracts.Events;

namespace Fleet.Dashboard.Timeline;

/// <summary>A stage, a step or a gap in the tree.</summary>
internal sealed class TimelineNode
{
    public required string Path { get; init; }

    public required string Name { get; init; }

    public required RowKind Kind { get; init; }

    public required double StartMs { get; set; }

    /// <summary>Null while it runs, or if its end was never reported.</summary>
    public double? EndMs { get; set; }

    public StepOutcome? Outcome { get; set; }

    public string? Message { get; init; }

    public List<TimelineNode> Children { get; } = [];

    /// <summary>No span of its own: a stage that is only known by its steps.</summary>
    public bool IsInferred { get; init; }

    public static TimelineNode Of(BootSpan span, string name, RowKind kind) => new()
    {
        Path = span.Path,
        Name = name,
        Kind = kind,
        StartMs = span.StartMs,
        EndMs = span.DurationMs is { } length ? span.StartMs + Math.Max(0, length) : null,
        Outcome = span.Outcome,
        Message = span.Message,
    };

    public static TimelineNode Of(BootGap gap) => new()
    {
        Path = $"gap/{gap.AfterPath}",
        Name = "gap",
        Kind = RowKind.Gap,
        StartMs = gap.StartMs,
        EndMs = gap.StartMs + Math.Max(0, gap.DurationMs),
        Message = gap.Owner,
    };

    /// <summary>Whether the node is under way at a moment; one without an end goes on.</summary>
    public bool Covers(double moment) => StartMs <= moment && (EndMs is not { } end || moment <= end);
}
