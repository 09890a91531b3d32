namespace Fleet.Contracts.Ssh;

/// <summary>The public key algorithms that are taken. DSA is not: OpenSSH has dropped it.</summary>
internal static class SshKeyTypes
{
    public static readonly IReadOnlySet<string> Known = new HashSet<string>(StringComparer.Ordinal)
    {
        "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    };
}
