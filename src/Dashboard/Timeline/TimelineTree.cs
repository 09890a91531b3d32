using Fleet.Contracts.Api;
using Fleet.Contracts.Events;

namespace Fleet.Dashboard.Timeline;

/// <summary>Puts spans and gaps into a tree: stages, their steps, and gaps where they fall.</summary>
internal static class TimelineTree
{
    public static List<TimelineNode> Build(IReadOnlyList<BootSpan> spans, IReadOnlyList<BootGap> gaps)
    {
        var roots = new List<TimelineNode>();
        var byPath = new Dictionary<string, TimelineNode>(StringComparer.Ordinal);
        // Shorter paths first, so that a parent stands before its children, whatever the clocks say.
        foreach (var span in spans.Where(span => span.Path != StepPath.Boot).OrderBy(span => span.Path.Count(c => c == '/')))
            Attach(span, roots, byPath);
        foreach (var stage in roots.Where(root => root.IsInferred))
            Infer(stage);
        foreach (var gap in gaps)
            SiblingsAt(roots, gap.StartMs + gap.DurationMs / 2).Add(TimelineNode.Of(gap));
        Sort(roots);
        return roots;
    }

    private static void Attach(BootSpan span, List<TimelineNode> roots, Dictionary<string, TimelineNode> byPath)
    {
        var parent = NearestAbove(span.Path, byPath);
        if (parent is null && StepPath.Parent(span.Path) is not null)
        {
            var stage = StepPath.Stage(span.Path);
            parent = new TimelineNode { Path = stage, Name = Title(stage), Kind = RowKind.Stage, StartMs = span.StartMs, IsInferred = true };
            byPath[stage] = parent;
            roots.Add(parent);
        }

        var node = parent is null
            ? TimelineNode.Of(span, Title(span.Path), RowKind.Stage)
            : TimelineNode.Of(span, span.Path[(parent.Path.Length + 1)..], RowKind.Step);
        (parent?.Children ?? roots).Add(node);
        // A path that is there twice was tried twice; what lies below it is shown below the first try.
        byPath.TryAdd(span.Path, node);
    }

    private static TimelineNode? NearestAbove(string path, Dictionary<string, TimelineNode> byPath)
    {
        for (var above = StepPath.Parent(path); above is not null; above = StepPath.Parent(above))
            if (byPath.TryGetValue(above, out var node))
                return node;
        return null;
    }

    private static void Infer(TimelineNode stage)
    {
        stage.StartMs = stage.Children.Min(child => child.StartMs);
        stage.EndMs = stage.Children.All(child => child.EndMs is not null) ? stage.Children.Max(child => child.EndMs) : null;
        stage.Outcome = stage.EndMs is null
            ? null
            : stage.Children.Select(child => child.Outcome)
                .FirstOrDefault(outcome => outcome is not (null or StepOutcome.Succeeded or StepOutcome.Skipped), StepOutcome.Succeeded);
    }

    private static List<TimelineNode> SiblingsAt(List<TimelineNode> level, double moment) =>
        level.Find(node => node.Children.Count > 0 && node.Covers(moment)) is { } inside ? SiblingsAt(inside.Children, moment) : level;

    private static void Sort(List<TimelineNode> level)
    {
        // a stable sort: what began in the same moment keeps the server's order
        var sorted = level.OrderBy(node => node.StartMs).ToList();
        level.Clear();
        level.AddRange(sorted);
        foreach (var node in level)
            Sort(node.Children);
    }

    private static string Title(string stage) => string.Concat(stage[..1].ToUpperInvariant(), stage.AsSpan(1));
}
