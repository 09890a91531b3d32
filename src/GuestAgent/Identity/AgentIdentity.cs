using Fleet.Contracts;
using Fleet.Contracts.Orders;

namespace Fleet.GuestAgent.Identity;

/// <summary>Who this agent is and whom it believes: <c>/var/lib/fleet/identity/identity.json</c>, written once when it has enrolled.</summary>
internal sealed record AgentIdentity
{
    public required AgentId Agent { get; init; }

    public required InstanceId Instance { get; init; }

    /// <summary>The instance's project, by its id: the other subject whose orders count.</summary>
    public required ProjectId Project { get; init; }

    public required string Server { get; init; }

    public required string CaPin { get; init; }

    public required string CaCertificate { get; init; }

    public required IReadOnlyList<VerificationKey> VerificationKeys { get; init; }
}
