namespace Fleet.Client;

/// <summary>A value whose version travels in the <c>ETag</c> header.</summary>
/// <param name="Value">The value.</param>
/// <param name="Etag">The header with its quotes: the value for <c>If-Match</c>. Null if the server sent none.</param>
public sealed record Tagged<T>(T Value, string? Etag);
