using Fleet.Contracts.Api;
using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Timelines.Boots;

/// <summary>The time in a boot that no step owns. Only leaves own time: a stage is as long as what it holds, and what it waits for.</summary>
internal static class BootGaps
{
    public const double LeastMs = 100;
    public const string BeforeFirstReport = "before the agent's first report";

    /// <summary>The gaps of 100 ms and more from zero to the last leaf's start, by start.</summary>
    public static IReadOnlyList<BootGap> Of(IReadOnlyList<BootSpan> spans)
    {
        var parents = new HashSet<string>();
        foreach (var span in spans)
            for (var above = span.Parent; above is not null && parents.Add(above);)
                above = StepPath.Parent(above);
        var leaves = spans.Where(s => !parents.Contains(s.Path) && s.Path != StepPath.Boot).OrderBy(s => s.StartMs).ToList();
        var gaps = new List<BootGap>();
        var (until, after) = (0.0, (BootSpan?)null);
        foreach (var leaf in leaves)
        {
            if (leaf.StartMs - until >= LeastMs)
                gaps.Add(new(after?.Path ?? StepPath.Boot, until, leaf.StartMs - until, Owner(spans, parents, after, leaf, until)));
            var end = leaf.DurationMs is { } length ? leaf.StartMs + length : double.PositiveInfinity; // one that runs owns all that follows
            if (after is null || end > until)
                (until, after) = (end, leaf);
        }

        return gaps;
    }

    private static string? Owner(IReadOnlyList<BootSpan> spans, HashSet<string> parents, BootSpan? after, BootSpan next, double start)
    {
        if (after is null)
            return BeforeFirstReport;
        var around = spans
            .Where(s => parents.Contains(s.Path) && s.Path != StepPath.Boot && s.StartMs <= start && (s.DurationMs is not { } length || s.StartMs + length >= next.StartMs))
            .MaxBy(s => s.Path.Length);
        if (around is not null)
            return $"{around.Path}, between its steps";
        return after.Stage == next.Stage ? null : $"waiting for the stage {next.Stage}";
    }
}
