using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Metadata.Watch;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>What is asked of the tree.</summary>
/// <param name="Path">Below the root, without a slash at either end.</param>
/// <param name="Slash">The path ended in one: a directory is meant.</param>
/// <param name="Recursive">The whole sub-tree.</param>
/// <param name="Json">Null: as the thing itself prefers, which is JSON when recursive and else text.</param>
/// <param name="Watch">Whether to hold the answer.</param>
internal sealed record GceRequest(string Path, bool Slash, bool Recursive, bool? Json, WatchRequest Watch)
{
    public const string Root = "/computeMetadata/v1";

    public static Outcome<GceRequest> Parse(HttpRequest request)
    {
        if (QueryFlag.Parse(request.Query, "recursive") is not { } recursive)
            return InvalidError.Of("recursive", "give true or false, once");
        var alt = request.Query["alt"];
        if (alt is not ([] or ["json"] or ["text"]))
            return InvalidError.Of("alt", "give json or text, once");
        var watch = WatchRequest.Parse(request.Query);
        if (watch.Error is { } error)
            return error;
        var path = request.Path.Value![Root.Length..];
        return new GceRequest(path.Trim('/'), path.EndsWith('/'), recursive, alt.Count == 0 ? null : alt == "json", watch.Value!);
    }
}
