using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>What a selector finds in a document, and its token. <c>Found</c> is null where there is nothing (any more).</summary>
internal readonly record struct Selected<T>(T? Found, Etag Etag)
    where T : class;
