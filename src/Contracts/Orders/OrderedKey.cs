namespace Fleet.Contracts.Orders;

/// <summary>One key of a <see cref="KeySetOrder"/>.</summary>
public sealed record OrderedKey
{
    /// <summary>The key's id.</summary>
    public required SshKeyId Id { get; init; }

    /// <summary>The account on the guest.</summary>
    public required string User { get; init; }

    /// <summary>One line: type, base64, comment. No options.</summary>
    public required string PublicKey { get; init; }

    /// <summary>From then on the guest removes it, with or without the server.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
