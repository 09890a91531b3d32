using Fleet.Contracts.Api;
using Fleet.Contracts.Events;

namespace Fleet.Dashboard.Timeline;

/// <summary>A boot as rows of bars. Holds all arithmetic: the page only draws.</summary>
public sealed class BootTimelineViewModel
{
    /// <summary>The server owns up to gaps from this length on; the time before the first step is treated alike.</summary>
    private const double ShortestLeadMs = 100;

    /// <summary>A label needs about this much of the lane.</summary>
    private const double LabelPercent = 30;

    private readonly double endMs;
    private readonly bool isRunning;

    private BootTimelineViewModel(Boot boot, double? nowMs)
    {
        var roots = TimelineTree.Build(boot.Spans, boot.Gaps);
        isRunning = nowMs is not null;
        LengthMs = new[] { nowMs ?? 0 }
            .Concat(boot.Spans.Select(span => span.StartMs + (span.DurationMs ?? 0)))
            .Concat(boot.Gaps.Select(gap => gap.StartMs + gap.DurationMs))
            .Max();
        // A running bar may be ahead of our idea of now by the time that the answer travelled, and a boot may consist of one moment.
        endMs = Math.Max(LengthMs, 1);
        Ticks = TimelineTicks.Of(endMs);
        TickPercent = TimelineTicks.Step(endMs) / endMs * 100;
        Rows = [.. Lead(boot, roots), .. roots.SelectMany(root => Flatten(root, 0))];
    }

    /// <summary>The rows, in the order of the tree.</summary>
    public IReadOnlyList<TimelineRow> Rows { get; }

    public IReadOnlyList<TimelineTick> Ticks { get; }

    /// <summary>The distance of two ticks.</summary>
    public double TickPercent { get; }

    /// <summary>From the boot's zero to the last thing known.</summary>
    public double LengthMs { get; }

    /// <summary>Whether bars grow.</summary>
    public bool IsRunning => isRunning;

    /// <param name="boot">The boot as it was read.</param>
    /// <param name="nowMs">Now on the boot's clock; null once it has ended.</param>
    public static BootTimelineViewModel Create(Boot boot, double? nowMs) => new(boot, nowMs);

    /// <summary>A share of the whole, from 0 to 100, whatever the clocks say.</summary>
    public static double Percent(double partMs, double wholeMs) => wholeMs > 0 && partMs > 0 ? Math.Min(100, partMs / wholeMs * 100) : 0;

    private IEnumerable<TimelineRow> Lead(Boot boot, List<TimelineNode> roots)
    {
        var first = roots.Count > 0 ? roots.Min(root => root.StartMs) : LengthMs;
        if (first < ShortestLeadMs)
            yield break;
        var who = boot.Origin switch { BootOrigin.Kernel => "kernel and systemd", BootOrigin.Container => "systemd" };
        yield return Row(new TimelineNode { Path = "gap/", Name = "Before the agent", Kind = RowKind.Lead, StartMs = 0, EndMs = first, Message = who }, 0);
    }

    private IEnumerable<TimelineRow> Flatten(TimelineNode node, int depth) =>
        node.Children.SelectMany(child => Flatten(child, depth + 1)).Prepend(Row(node, depth));

    private TimelineRow Row(TimelineNode node, int depth)
    {
        var end = Math.Max(node.StartMs, node.EndMs ?? endMs);
        var offset = Percent(node.StartMs, endMs);
        var width = Math.Min(100 - offset, Percent(end - node.StartMs, endMs));
        var state = StateOf(node);
        return new TimelineRow
        {
            Kind = node.Kind,
            State = state,
            Key = node.Path,
            Name = node.Name,
            Depth = depth,
            OffsetPercent = offset,
            WidthPercent = width,
            Time = state switch
            {
                RowState.Skipped => "skipped",
                RowState.Unended => "no end",
                RowState.Plain or RowState.Running or RowState.Succeeded or RowState.Failed or RowState.TimedOut or RowState.Interrupted =>
                    DurationText.Of(end - node.StartMs),
            },
            Message = node.Message,
            Label = LabelOf(node, state, end - node.StartMs),
            LabelSide = 100 - offset - width >= LabelPercent ? LabelSide.Right : offset >= LabelPercent ? LabelSide.Left : LabelSide.Inside,
        };
    }

    private RowState StateOf(TimelineNode node)
    {
        if (node.Kind is RowKind.Gap or RowKind.Lead)
            return RowState.Plain;
        if (node.EndMs is null)
            return isRunning ? RowState.Running : RowState.Unended;
        return (node.Outcome ?? StepOutcome.Succeeded) switch
        {
            StepOutcome.Succeeded => RowState.Succeeded,
            StepOutcome.Failed => RowState.Failed,
            StepOutcome.Skipped => RowState.Skipped,
            StepOutcome.TimedOut => RowState.TimedOut,
            StepOutcome.Interrupted => RowState.Interrupted,
        };
    }

    // The server's words for what the machine was doing: "waiting for the stage login".
    private static string Owner(string? owner) => owner ?? "that no step owns";

    private static string? LabelOf(TimelineNode node, RowState state, double lengthMs) => node.Kind switch
    {
        RowKind.Gap => $"{DurationText.Of(lengthMs)} {Owner(node.Message)}",
        RowKind.Lead => node.Message,
        RowKind.Stage or RowKind.Step => state is RowState.Succeeded or RowState.Plain ? null : node.Message,
    };
}
