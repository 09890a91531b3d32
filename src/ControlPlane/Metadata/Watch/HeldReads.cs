using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>
/// Reads a part of a document, and holds the answer if that is wished for: subscribe, then read, then wait. Whatever happens, the answer is the part as it was at
/// one moment, with the token of that moment.
/// </summary>
internal sealed class HeldReads(DocumentReader reader, WatchHub hub, TimeProvider time)
{
    /// <param name="version">The instance, and counters read in this request.</param>
    /// <param name="select">The part. Where it finds nothing the answer is not held: a missing key is 404 at once.</param>
    /// <param name="request">What the client wishes.</param>
    /// <param name="cancellationToken">The client has left.</param>
    public async Task<Outcome<Selected<T>>> ReadAsync<T>(DocumentVersion version, Func<InstanceDocument, Selected<T>> select, WatchRequest request, CancellationToken cancellationToken)
        where T : class
    {
        if (await reader.ReadAsync(version, cancellationToken) is not { } document)
            return Gone(version);
        var part = select(document);
        if (!request.Wait || part.Found is null || (request.LastEtag is { } last && last != part.Etag.ToString()))
            return part;

        var started = time.GetTimestamp();
        var seen = part.Etag;
        var entered = hub.Enter(version.Project, version.Instance);
        if (entered.Error is { } refused)
            return refused;
        using var watcher = entered.Value!;
        for (var now = await reader.ReadAsync(version.Instance, cancellationToken); now is not null;)
        {
            part = select(now);
            var left = request.Timeout - time.GetElapsedTime(started);
            if (part.Found is null || part.Etag != seen || left <= TimeSpan.Zero)
                return part;
            var result = await watcher.WaitAsync(now.Version.Etag, left, cancellationToken);
            switch (result.End)
            {
                case WatchEnd.Changed:
                    now = await reader.ReadAsync(now.Version with { Etag = result.Current }, cancellationToken);
                    continue;
                case WatchEnd.Gone:
                    return Gone(version);
                case WatchEnd.Left:
                    cancellationToken.ThrowIfCancellationRequested();
                    return part;
                case WatchEnd.TimedOut or WatchEnd.Draining:
                    return part;
            }
        }

        return Gone(version);
    }

    private static NotFoundError Gone(DocumentVersion version) => new($"instance {version.Instance}");
}
