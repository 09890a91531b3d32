namespace Fleet.Contracts.Api;

/// <summary>How far provisioning has come. <see cref="Reason"/> and <see cref="FailedStep"/> always say why.</summary>
public sealed record Provisioning
{
    /// <summary>The state.</summary>
    public required ProvisioningState State { get; init; }

    /// <summary>Why, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>The path of the first step that failed.</summary>
    public string? FailedStep { get; init; }

    /// <summary>It succeeded after its deadline.</summary>
    public bool Late { get; init; }

    /// <summary>The boot that is provisioning it, or has.</summary>
    public Guid? BootId { get; init; }

    /// <summary>When the state began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it becomes <see cref="ProvisioningState.TimedOut"/>.</summary>
    public DateTimeOffset? Deadline { get; init; }
}
