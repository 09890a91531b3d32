using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>A pushed key. Removed and expired ones stay for the record.</summary>
public sealed class SshKeyRow
{
    /// <summary>Its id.</summary>
    public required SshKeyId Id { get; init; }

    /// <summary>Its project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>Its instance; null for a key of the whole project.</summary>
    public InstanceId? InstanceId { get; init; }

    /// <summary>The account on the guest.</summary>
    public required string User { get; init; }

    /// <summary>Type, base64, comment.</summary>
    public required string PublicKey { get; init; }

    /// <summary>SHA256:…</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The key's comment.</summary>
    public string? Comment { get; init; }

    /// <summary>When it stops to be in force.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Who pushed it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The subject's revision that brought it: a guest that confirmed this one, or a later one, has it.</summary>
    public long AddedRevision { get; init; }

    /// <summary>When it was removed.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>When the sweep took it out.</summary>
    public DateTimeOffset? ExpiredAt { get; set; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
