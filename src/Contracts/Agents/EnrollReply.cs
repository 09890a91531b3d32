using Fleet.Contracts.Orders;

namespace Fleet.Contracts.Agents;

/// <summary>The answer to <see cref="EnrollRequest"/>.</summary>
public sealed record EnrollReply
{
    /// <summary>The agent's id.</summary>
    public required AgentId Agent { get; init; }

    /// <summary>The instance that it speaks for.</summary>
    public required InstanceId Instance { get; init; }

    /// <summary>The instance's project: the other subject whose orders the agent takes.</summary>
    public required ProjectId Project { get; init; }

    /// <summary>The keys that orders are signed with; the agent pins them.</summary>
    public required IReadOnlyList<VerificationKey> VerificationKeys { get; init; }
}
