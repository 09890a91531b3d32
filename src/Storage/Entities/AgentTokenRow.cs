using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>An agent's access token; only its hash is here.</summary>
public sealed class AgentTokenRow
{
    /// <summary>SHA-256 of the token's text.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>Whose.</summary>
    public required AgentId AgentId { get; init; }

    /// <summary>The agent's epoch at the mint.</summary>
    public required int AuthEpoch { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
