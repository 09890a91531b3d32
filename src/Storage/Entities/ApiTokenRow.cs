namespace Fleet.Storage.Entities;

/// <summary>A bearer token of the API; only its hash is here.</summary>
public sealed class ApiTokenRow
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>For people and the audit: <c>admin</c>.</summary>
    public required string Name { get; init; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends; null for the bootstrap token.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}
