namespace Fleet.Storage.Entities;

/// <summary>A one-time link to the dashboard.</summary>
public sealed class SignInLinkRow
{
    /// <summary>SHA-256 of the link's secret.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used: one conditional UPDATE must change one row.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
