using Fleet.Contracts.Orders;

namespace Fleet.Contracts.Agents;

/// <summary><c>GET /agent/v1/document</c>: the whole desired state of one instance. Its ETag is the revision.</summary>
public sealed record AgentDocument
{
    /// <summary>The instance.</summary>
    public required InstanceId Instance { get; init; }

    /// <summary>The instance's name.</summary>
    public required string Name { get; init; }

    /// <summary>The project's name.</summary>
    public required string Project { get; init; }

    /// <summary>What the hostname should be, where user-data does not say otherwise.</summary>
    public string? Hostname { get; init; }

    /// <summary>Sixteen hex digits: the project's counter, then the instance's.</summary>
    public required string Revision { get; init; }

    /// <summary>Project attributes, overlaid by the instance's own.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Signed key sets (<see cref="KeySetOrder"/>): the project's, if it ever had keys, and the instance's.</summary>
    public required IReadOnlyList<SignedOrder> KeySets { get; init; }

    /// <summary>A signed <see cref="UserDataOrder"/>; the body is at <c>GET /agent/v1/user-data</c>.</summary>
    public SignedOrder? UserData { get; init; }
}
