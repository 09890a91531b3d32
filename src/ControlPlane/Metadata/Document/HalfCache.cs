using Fleet.Contracts;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>
/// The newest known half of each project and instance, by weight bounded. A half is found only at the exact counter asked for, so nothing here is ever stale,
/// and no entry needs to be invalidated.
/// </summary>
internal sealed class HalfCache(IOptions<MetadataOptions> options) : IDisposable
{
    private readonly MemoryCache halves = new(new MemoryCacheOptions { SizeLimit = options.Value.CacheBytes });

    public InstanceDocument? Find(DocumentVersion version) =>
        FindProject(version.Project, version.Etag.Project) is { } project && FindInstance(version.Instance, version.Etag.Instance) is { } instance
            ? new(project, instance)
            : null;

    public ProjectHalf? FindProject(ProjectId id, long revision) => halves.TryGetValue(id, out ProjectHalf? half) && half!.Revision == revision ? half : null;

    public InstanceHalf? FindInstance(InstanceId id, long revision) => halves.TryGetValue(id, out InstanceHalf? half) && half!.Revision == revision ? half : null;

    public void Keep(ProjectHalf half) => halves.Set(half.Id, half, new MemoryCacheEntryOptions { Size = half.Bytes });

    public void Keep(InstanceHalf half) => halves.Set(half.Id, half, new MemoryCacheEntryOptions { Size = half.Bytes });

    public void Dispose() => halves.Dispose();
}
