namespace Fleet.Contracts.Agents;

/// <summary><c>POST /agent/v1/enroll</c>: a join secret becomes an identity.</summary>
public sealed record EnrollRequest
{
    /// <summary>The join secret.</summary>
    public required string JoinSecret { get; init; }

    /// <summary>The agent's P-256 key: SubjectPublicKeyInfo (RFC 5480), DER, base64.</summary>
    public required string PublicKey { get; init; }

    /// <summary>Made by the agent before its first try, so that a lost answer can be asked for again.</summary>
    public required Guid EnrollmentId { get; init; }

    /// <summary>From <c>GET /agent/v1/nonce</c>.</summary>
    public required string Nonce { get; init; }

    /// <summary>Base64 of the signature over <see cref="AgentProof.Enroll"/>: ECDSA P-256 with SHA-256, IEEE P1363 form (64 bytes).</summary>
    public required string Signature { get; init; }

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"EnrollRequest {{ EnrollmentId = {EnrollmentId} }}";
}
