using Fleet.Client;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.Dashboard.Live;

namespace Fleet.Dashboard.Instances;

/// <summary>The instances that a page shows, kept by reading anew what the feed names.</summary>
internal sealed class InstanceSet(string project)
{
    private const int PageSize = 200;

    /// <summary>What one page shows at most.</summary>
    private const int Most = 1000;

    /// <summary>From so many changed instances on, one list is cheaper than single reads.</summary>
    private const int MostSingleReads = 16;

    /// <summary>Rows with a strip: what an operator sees without scrolling far.</summary>
    private const int MostStrips = 100;

    private readonly Dictionary<InstanceId, Instance> instances = [];
    private readonly Dictionary<InstanceId, LastBoot> boots = [];

    public string Project => project;

    public IReadOnlyCollection<Instance> Instances => instances.Values;

    public IReadOnlyDictionary<InstanceId, LastBoot> Boots => boots;

    /// <summary>Whether there are more than are shown.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether something is under way.</summary>
    public bool IsBusy => instances.Values.Any(instance => Urgency.Of(instance).IsRunning);

    public async Task ReadAsync(FleetClient client, FeedBatch batch, CancellationToken cancellationToken)
    {
        var changed = batch.Instances.ToList();
        if (batch.Everything || changed.Count > MostSingleReads)
            await ReadListAsync(client, cancellationToken);
        else
            foreach (var id in changed)
                await ReadOneAsync(client, id, cancellationToken);
    }

    /// <summary>Reads the last boots of the instances that the batch names.</summary>
    public async Task ReadBootsAsync(FleetClient client, FeedBatch batch, TimeProvider time, CancellationToken cancellationToken)
    {
        var wanted = instances.Values
            .Where(instance => instance.Provisioning.BootId is not null)
            .OrderBy(instance => Urgency.Of(instance).Rank)
            .Take(MostStrips)
            .Where(instance => batch.Has(ProjectChange.OfBoot, instance.Id) || batch.Has(ProjectChange.OfInstance, instance.Id))
            .ToList();
        var gate = new Lock();
        await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (instance, cancel) =>
        {
            var boot = await ReadBootAsync(client, instance, cancel);
            lock (gate)
                if (boot is null)
                    boots.Remove(instance.Id);
                else
                    boots[instance.Id] = new LastBoot(boot, time.GetUtcNow());
        });
    }

    private async Task ReadListAsync(FleetClient client, CancellationToken cancellationToken)
    {
        var read = new List<Instance>();
        var isCut = false;
        await foreach (var instance in client.EnumerateInstancesAsync(project, new ListOptions { PageSize = PageSize }, cancellationToken))
        {
            isCut = read.Count == Most;
            if (isCut)
                break;
            read.Add(instance);
        }

        IsCut = isCut;
        instances.Clear();
        foreach (var instance in read)
            instances[instance.Id] = instance;
        foreach (var gone in boots.Keys.Where(id => !instances.ContainsKey(id)).ToList())
            boots.Remove(gone);
    }

    private async Task ReadOneAsync(FleetClient client, InstanceId id, CancellationToken cancellationToken)
    {
        try
        {
            instances[id] = await client.GetInstanceAsync(project, id.ToString(), cancellationToken);
        }
        catch (FleetApiException gone) when (gone.Status == System.Net.HttpStatusCode.NotFound)
        {
            instances.Remove(id);
            boots.Remove(id);
        }
    }

    private async Task<Boot?> ReadBootAsync(FleetClient client, Instance instance, CancellationToken cancellationToken)
    {
        try
        {
            var name = instance.Id.ToString();
            var list = await client.ListBootsAsync(project, name, new ListOptions { PageSize = 1 }, cancellationToken);
            return list.Boots is [var last, ..] ? await client.GetBootAsync(project, name, last.Id.ToString(), cancellationToken) : null;
        }
        catch (FleetApiException gone) when (gone.Status == System.Net.HttpStatusCode.NotFound)
        {
            // Its boots are purged, or the instance went between two reads.
            return null;
        }
    }
}
