using Fleet.Contracts;
using Fleet.Contracts.Api;

namespace Fleet.Dashboard.Live;

/// <summary>What changed since the last batch.</summary>
/// <param name="IsLive">Whether the feed stands; false means that what is shown may be old.</param>
/// <param name="Everything">Changes may have been missed, or concern all instances: read everything anew.</param>
/// <param name="Changes">The changes, each once.</param>
internal sealed record FeedBatch(bool IsLive, bool Everything, IReadOnlySet<ProjectChange> Changes)
{
    /// <summary>Everything is to be read.</summary>
    public static FeedBatch All(bool isLive) => new(isLive, true, new HashSet<ProjectChange>());

    /// <summary>The instances that it names, whatever changed of them.</summary>
    public IEnumerable<InstanceId> Instances => Changes.Where(change => change.Instance is not null).Select(change => change.Instance!.Value).Distinct();

    /// <summary>Whether it names the instance with a kind of change.</summary>
    public bool Has(string kind, InstanceId instance) => Everything || Changes.Contains(new ProjectChange(kind, instance));
}
