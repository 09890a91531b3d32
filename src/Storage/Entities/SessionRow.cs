namespace Fleet.Storage.Entities;

/// <summary>A browser's session.</summary>
public sealed class SessionRow
{
    /// <summary>SHA-256 of the cookie's value.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>For people and the audit.</summary>
    public required string Name { get; init; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends, whatever it does.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was ended.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}
