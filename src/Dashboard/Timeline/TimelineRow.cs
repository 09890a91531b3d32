namespace Fleet.Dashboard.Timeline;

/// <summary>What a row stands for.</summary>
public enum RowKind
{
    /// <summary>The time before the first step: nobody reports it.</summary>
    Lead,
    Stage,
    Step,
    Gap,
}

/// <summary>How a row's bar is to be read.</summary>
public enum RowState
{
    /// <summary>Neither good nor bad: the lead, a gap.</summary>
    Plain,
    Running,
    Succeeded,
    Failed,
    Skipped,
    TimedOut,
    Interrupted,

    /// <summary>The boot is over, and its end was never reported.</summary>
    Unended,
}

/// <summary>Where a bar's text has room.</summary>
public enum LabelSide
{
    Right,
    Left,
    Inside,
}

/// <summary>One row of the timeline, ready to be drawn.</summary>
public sealed record TimelineRow
{
    public required RowKind Kind { get; init; }

    public required RowState State { get; init; }

    /// <summary>Names the row within the boot: a step's path, or <c>gap/</c> and the path before it. Paths have no such stage.</summary>
    public required string Key { get; init; }

    public required string Name { get; init; }

    /// <summary>0 for a stage.</summary>
    public required int Depth { get; init; }

    public required double OffsetPercent { get; init; }

    public required double WidthPercent { get; init; }

    /// <summary>The length, or why there is none.</summary>
    public required string Time { get; init; }

    /// <summary>The whole message, for where there is room.</summary>
    public string? Message { get; init; }

    /// <summary>What stands beside the bar.</summary>
    public string? Label { get; init; }

    public LabelSide LabelSide { get; init; }

    public bool IsProblem => State is RowState.Failed or RowState.TimedOut or RowState.Interrupted;
}
