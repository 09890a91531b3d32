namespace Fleet.Contracts.Orders;

/// <summary>What a root agent acts on: signed when it was written, delivered as it was signed.</summary>
public sealed record SignedOrder
{
    /// <summary>Which <see cref="VerificationKey"/>.</summary>
    public required string KeyId { get; init; }

    /// <summary>The order as JSON text (<see cref="KeySetOrder"/>, <see cref="UserDataOrder"/>), byte for byte what was signed.</summary>
    public required string Payload { get; init; }

    /// <summary>Base64 of ECDSA P-256 with SHA-256 (IEEE P1363) over <see cref="OrderSignature.Bytes"/>.</summary>
    public required string Signature { get; init; }
}
