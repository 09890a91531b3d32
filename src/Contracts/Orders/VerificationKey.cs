namespace Fleet.Contracts.Orders;

/// <summary>A public key that orders are verified with.</summary>
/// <param name="KeyId">The first 16 hex digits of SHA-256 over the SubjectPublicKeyInfo.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, DER, base64; P-256.</param>
public sealed record VerificationKey(string KeyId, string PublicKey);
