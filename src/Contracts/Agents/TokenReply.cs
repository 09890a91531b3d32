namespace Fleet.Contracts.Agents;

/// <summary>The answer to <see cref="TokenRequest"/>.</summary>
/// <param name="AccessToken"><c>fat_</c> and 43 characters of base64url; sent as a bearer token to the hub and <c>/agent/v1/*</c>.</param>
/// <param name="ExpiresInSeconds">Its life; measured by the agent on its monotonic clock.</param>
public sealed record TokenReply(string AccessToken, int ExpiresInSeconds)
{
    /// <summary>Never the token.</summary>
    public override string ToString() => $"TokenReply {{ ExpiresInSeconds = {ExpiresInSeconds} }}";
}
