namespace Fleet.Contracts.Api;

/// <summary><c>POST …/sshKeys</c>.</summary>
public sealed record CreateSshKey
{
    /// <summary>The account on the guest: <c>[a-z_][a-z0-9_-]{0,31}</c>; required.</summary>
    public string? User { get; init; }

    /// <summary>One line of an OpenSSH public key file; required.</summary>
    public string? PublicKey { get; init; }

    /// <summary>When it stops to be in force; in the future.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
