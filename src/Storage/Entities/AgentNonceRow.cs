namespace Fleet.Storage.Entities;

/// <summary>A nonce that has been handed out and not used.</summary>
public sealed class AgentNonceRow
{
    /// <summary>SHA-256 of the nonce's text.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}
