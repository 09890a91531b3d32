using System.Collections.Concurrent;
using Fleet.Contracts;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>Documents: one statement for the counters, the halves from the cache, what is missing from one snapshot.</summary>
internal sealed class DocumentReader(VersionReader versions, HalfCache cache, DocumentLoader loader)
{
    // A project's change wakes all of its instances at once: the first one loads the project's half, the others wait for it here.
    private readonly ConcurrentDictionary<ProjectId, SemaphoreSlim> loading = new();

    /// <summary>Null: there is no such instance.</summary>
    public async ValueTask<InstanceDocument?> ReadAsync(InstanceId instance, CancellationToken cancellationToken) =>
        await versions.FindAsync(instance, cancellationToken) is { } version ? await ReadAsync(version, cancellationToken) : null;

    /// <summary>The document at these counters, or at later ones. Null: the instance is gone by now.</summary>
    public async ValueTask<InstanceDocument?> ReadAsync(DocumentVersion version, CancellationToken cancellationToken)
    {
        if (cache.Find(version) is { } known)
            return known;
        if (cache.FindProject(version.Project, version.Etag.Project) is null)
            await LoadProjectAsync(version, cancellationToken);
        return cache.Find(version) ?? await loader.LoadAsync(version, cancellationToken);
    }

    private async Task LoadProjectAsync(DocumentVersion version, CancellationToken cancellationToken)
    {
        var gate = loading.GetOrAdd(version.Project, _ => new(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (cache.FindProject(version.Project, version.Etag.Project) is null)
                await loader.LoadAsync(version, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }
}
