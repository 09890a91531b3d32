using Fleet.Client;
using Fleet.Contracts.Api;
using Fleet.Dashboard.Live;

namespace Fleet.Dashboard.Instances;

/// <summary>What the page of one instance shows.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Boots">Its boots, newest first.</param>
/// <param name="Boot">The boot that is shown; null if there is none yet.</param>
/// <param name="Keys">Its own keys.</param>
/// <param name="ReadAt">When the boot was read.</param>
internal sealed record InstanceView(
    Instance Instance, IReadOnlyList<BootSummary> Boots, Boot? Boot, IReadOnlyList<SshKey> Keys, DateTimeOffset ReadAt)
{
    private const int MostBoots = 20;

    public bool IsTouchedBy(FeedBatch batch) => batch.Instances.Contains(Instance.Id);

    /// <param name="client">The circuit's client.</param>
    /// <param name="project">The project.</param>
    /// <param name="instance">The instance's name or id.</param>
    /// <param name="boot">The boot's id; null for the newest.</param>
    /// <param name="last">What was read before.</param>
    /// <param name="batch">What changed since.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    public static async Task<InstanceView> ReadAsync(
        FleetClient client, string project, string instance, string? boot, InstanceView? last, FeedBatch batch, TimeProvider time, CancellationToken cancellationToken)
    {
        // While a boot runs, its spans change many times a second and the rest does not.
        if (last?.Boot is { } shown && !batch.Has(ProjectChange.OfInstance, last.Instance.Id))
            return last with { Boot = await client.GetBootAsync(project, instance, shown.Id.ToString(), cancellationToken), ReadAt = time.GetUtcNow() };

        // first alone: an instance that is not there is one answer, not three that race
        var found = await client.GetInstanceAsync(project, instance, cancellationToken);
        var boots = client.ListBootsAsync(project, instance, new ListOptions { PageSize = MostBoots }, cancellationToken);
        var keys = client.ListSshKeysAsync(project, instance, cancellationToken);
        await Task.WhenAll(boots, keys);
        var list = (await boots).Boots;
        var id = boot ?? (list is [var newest, ..] ? newest.Id.ToString() : null);
        var read = id is null ? null : await client.GetBootAsync(project, instance, id, cancellationToken);
        return new InstanceView(found, list, read, (await keys).SshKeys, time.GetUtcNow());
    }
}
