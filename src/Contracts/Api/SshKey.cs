namespace Fleet.Contracts.Api;

/// <summary>A pushed SSH key.</summary>
public sealed record SshKey
{
    /// <summary>Its id.</summary>
    public required SshKeyId Id { get; init; }

    /// <summary>The account on the guest.</summary>
    public required string User { get; init; }

    /// <summary>Type, base64 and comment, as one line.</summary>
    public required string PublicKey { get; init; }

    /// <summary><c>SHA256:</c> and base64 without padding, as <c>ssh-keygen -lf</c> prints it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The key's comment.</summary>
    public string? Comment { get; init; }

    /// <summary>When it stops to be in force.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Who pushed it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>What has become of it. For a project's key, seen from the project: pending until every online guest has confirmed it.</summary>
    public required SshKeyState State { get; init; }

    /// <summary>When the guest confirmed it, by the database's clock.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <summary>The guest's reason.</summary>
    public string? Problem { get; init; }
}
