using Fleet.Contracts.Orders;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>One pushed key in force. Nobody compares its expiry with a clock here: the sweep writes a revision, and the guest has a clock of its own.</summary>
internal sealed record DocumentKey(string User, string PublicKey, DateTimeOffset? ExpiresAt);

/// <summary>The pushed keys of one project or one instance.</summary>
/// <param name="Revision">The revision at which the set last changed; 0 if there never was one.</param>
/// <param name="Order">The set as it was signed at the write; null if there never was one.</param>
/// <param name="Keys">In the order in which they were added, so that an unchanged set stays the same text.</param>
internal sealed record DocumentKeys(long Revision, SignedOrder? Order, IReadOnlyList<DocumentKey> Keys)
{
    public long Bytes => 200 + 2 * ((Order?.Payload.Length ?? 0) + Keys.Sum(k => 60L + k.User.Length + k.PublicKey.Length));
}
