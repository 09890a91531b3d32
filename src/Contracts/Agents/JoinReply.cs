namespace Fleet.Contracts.Agents;

/// <summary><c>POST /fleet/v1/join</c>: a single-use secret for the caller's instance.</summary>
/// <param name="JoinSecret"><c>fje_</c> and 43 characters of base64url: 32 random bytes. Only its hash is kept.</param>
/// <param name="ExpiresInSeconds">How long it may be used.</param>
public sealed record JoinReply(string JoinSecret, int ExpiresInSeconds)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => $"JoinReply {{ ExpiresInSeconds = {ExpiresInSeconds} }}";
}
