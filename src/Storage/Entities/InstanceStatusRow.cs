using Fleet.Contracts;
using Fleet.Contracts.Api;

namespace Fleet.Storage.Entities;

/// <summary>What guests make of an instance. Only ingest and the hub write it.</summary>
public sealed class InstanceStatusRow
{
    /// <summary>The instance.</summary>
    public required InstanceId InstanceId { get; init; }

    /// <summary>The provisioning state.</summary>
    public ProvisioningState State { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <summary>The first step that failed.</summary>
    public string? FailedStep { get; set; }

    /// <summary>It succeeded after its deadline.</summary>
    public bool Late { get; set; }

    /// <summary>The boot that provisions it, or has: the guest's own boot id.</summary>
    public Guid? BootId { get; set; }

    /// <summary>When the state began, by the database's clock.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>When it becomes timed out.</summary>
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>The agent's version.</summary>
    public string? AgentVersion { get; set; }

    /// <summary>When the agent was last heard, by the database's clock.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>When the last connection ended; null while one is open.</summary>
    public DateTimeOffset? DisconnectedAt { get; set; }

    /// <summary>The connection that holds <see cref="DisconnectedAt"/>: an older one's end must not take a newer one offline.</summary>
    public Guid? ConnectionId { get; set; }
}
