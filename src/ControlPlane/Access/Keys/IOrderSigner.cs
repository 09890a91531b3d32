using Fleet.Contracts.Orders;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>Signs what root agents act on, with a key that does not live in PostgreSQL (a file now; the seam for a KMS).</summary>
internal interface IOrderSigner
{
    /// <summary>The keys that agents pin at enrolment: the current one first, then the next.</summary>
    IReadOnlyList<VerificationKey> VerificationKeys { get; }

    SignedOrder Sign(string payload);
}
