namespace Fleet.Storage.Entities;

/// <summary>The answer to a POST that carried an Idempotency-Key; kept 24 hours.</summary>
public sealed class IdempotencyRow
{
    /// <summary>Who asked.</summary>
    public required string Principal { get; init; }

    /// <summary>The header's value.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body: another request under the same key is refused.</summary>
    public required byte[] RequestSha256 { get; init; }

    /// <summary>The answer's status; null while the first one still runs.</summary>
    public int? Status { get; set; }

    /// <summary>The answer's body; JSON.</summary>
    public string? Body { get; set; }

    /// <summary>The answer's ETag.</summary>
    public string? Etag { get; set; }

    /// <summary>The answer's Location.</summary>
    public string? Location { get; set; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
