namespace Fleet.Contracts.Agents;

/// <summary><c>GET /agent/v1/nonce</c>.</summary>
/// <param name="Nonce">Base64url; good for 60 s and for one use.</param>
/// <param name="ServerTime">The server's clock.</param>
public sealed record NonceReply(string Nonce, DateTimeOffset ServerTime);
