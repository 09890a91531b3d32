namespace Fleet.Contracts.Agents;

/// <summary><c>POST /agent/v1/token</c>: proof of possession becomes a short-lived token.</summary>
public sealed record TokenRequest
{
    /// <summary>The agent.</summary>
    public required AgentId Agent { get; init; }

    /// <summary>From <c>GET /agent/v1/nonce</c>.</summary>
    public required string Nonce { get; init; }

    /// <summary>Base64 of the signature over <see cref="AgentProof.Token"/>, as in <see cref="EnrollRequest.Signature"/>.</summary>
    public required string Signature { get; init; }
}
