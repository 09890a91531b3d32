using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>A step that failed by itself, not because a step below it did.</summary>
internal sealed record FailedLeaf(string Path, string? Message, long EndNs)
{
    /// <summary>Of a boot's failed spans, those that have no failed one below them; the first to fail comes first. The boot itself is no step.</summary>
    public static IReadOnlyList<FailedLeaf> Of(IEnumerable<FailedLeaf> failed)
    {
        var steps = failed.Where(s => s.Path != StepPath.Boot).ToList();
        var parents = new HashSet<string>();
        foreach (var step in steps)
            for (var above = StepPath.Parent(step.Path); above is not null && parents.Add(above);)
                above = StepPath.Parent(above);
        return [.. steps.Where(s => !parents.Contains(s.Path)).OrderBy(s => s.EndNs).ThenBy(s => s.Path, StringComparer.Ordinal)];
    }
}
