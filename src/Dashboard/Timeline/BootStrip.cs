using Fleet.Contracts.Api;

namespace Fleet.Dashboard.Timeline;

/// <summary>A piece of a strip, in percent of the strip's scale.</summary>
public sealed record StripSegment(double OffsetPercent, double WidthPercent, RowState State, bool IsLead);

/// <summary>A boot in one line: its stages, on a scale that it shares with the boots of the same image.</summary>
public sealed record BootStrip(double LengthMs, bool IsRunning, IReadOnlyList<TimelineRow> Stages)
{
    public static BootStrip Of(Boot boot, double? nowMs)
    {
        var timeline = BootTimelineViewModel.Create(boot, nowMs);
        return new BootStrip(timeline.LengthMs, timeline.IsRunning, [.. timeline.Rows.Where(row => row.Kind is RowKind.Lead or RowKind.Stage)]);
    }

    /// <summary>The strip's pieces, where the full width stands for <paramref name="scaleMs"/>.</summary>
    public IEnumerable<StripSegment> Segments(double scaleMs)
    {
        var share = BootTimelineViewModel.Percent(LengthMs, scaleMs) / 100;
        return Stages.Select(stage => new StripSegment(stage.OffsetPercent * share, stage.WidthPercent * share, stage.State, stage.Kind == RowKind.Lead));
    }
}
