using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>A single-use join secret; only its hash is here.</summary>
public sealed class JoinSecretRow
{
    /// <summary>SHA-256 of the secret's text.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>Whom it is for.</summary>
    public required InstanceId InstanceId { get; init; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>The agent that it became.</summary>
    public AgentId? UsedBy { get; set; }
}
