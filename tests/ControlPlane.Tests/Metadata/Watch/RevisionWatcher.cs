using Fleet.Contracts;
using Fleet.ControlPlane.Metadata.Dialects.Gce;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.ControlPlane.Metadata.Watch;

namespace Fleet.ControlPlane.Tests.Metadata.Watch;

/// <summary>A guest that watches one path for ever, always with the last token, and keeps all that it was told.</summary>
internal sealed class RevisionWatcher(MetadataNode node, InstanceId instance, string path)
{
    // Longer than the test: no watch may owe its answer to the end of its time.
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);

    private readonly GceSelector selector = GceSelector.Find(path)!;
    private readonly List<(Etag Etag, string? Body)> told = [];

    public InstanceId Instance => instance;

    public string Name => $"{path} of {instance}";

    public IReadOnlyList<(Etag Etag, string? Body)> Told => told;

    public (Etag Etag, string? Body) Last { get; private set; }

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        string? last = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var version = (await node.Get<VersionReader>().FindAsync(instance, cancellationToken))!.Value;
                var read = await node.Reads.ReadAsync(version, Select, new(Wait: true, last ?? "NONE", Hold), cancellationToken);
                var (found, etag) = (read.Value.Found, read.Value.Etag);
                if (told.Count == 0 || etag != Last.Etag || found is not null)
                    told.Add((etag, found));
                Last = (etag, found);
                last = found is null ? null : etag.ToString();
                // A missing key is never held: a client asks for it again after a while.
                if (found is null)
                    await Task.Delay(5, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public Selected<string> Select(InstanceDocument document) =>
        new(selector.Select(document) is { } value ? value.IsDirectory ? GceText.Recursive(value) : GceText.Leaf(value) : null, selector.Reads.Of(document));
}
