namespace Fleet.Contracts.Ssh;

/// <summary>Why a text is no public key. The words never repeat the text.</summary>
/// <param name="Code">Stable: <c>sshKey.privateKey</c>.</param>
/// <param name="Detail">For people.</param>
public sealed record SshKeyProblem(string Code, string Detail)
{
    /// <summary>A private key was pasted. It must not be stored or logged.</summary>
    public static SshKeyProblem PrivateKey { get; } =
        new("sshKey.privateKey", "this is a private key; it was not stored. Push the public half (the file that ends in .pub) and consider this private key exposed");

    internal static SshKeyProblem Empty { get; } = new("sshKey.malformed", "the key is empty; one line such as 'ssh-ed25519 AAAA… comment' is needed");

    internal static SshKeyProblem TooLong { get; } = new("sshKey.malformed", $"the key is longer than {Limits.SshKeyChars} characters");

    internal static SshKeyProblem Lines { get; } = new("sshKey.malformed", "the key must be one line without control characters; push several keys one by one");

    internal static SshKeyProblem Foreign { get; } =
        new("sshKey.malformed", "this is not OpenSSH's form; convert it with 'ssh-keygen -i -f FILE', which prints 'ssh-… AAAA…'");

    internal static SshKeyProblem UnknownType { get; } =
        new("sshKey.malformed", $"the key must start with its type, one of {string.Join(", ", SshKeyTypes.Known)}, without options before it");

    internal static SshKeyProblem NotBase64 { get; } = new("sshKey.malformed", "the part after the type is not base64");

    internal static SshKeyProblem? Find(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Empty;
        // First of all: whatever else is wrong with it, a private key must be called one.
        if (text.Contains("PRIVATE KEY", StringComparison.OrdinalIgnoreCase) || text.StartsWith("PuTTY-User-Key-File", StringComparison.OrdinalIgnoreCase)
            || text.Contains("b3BlbnNzaC1rZXktdjE", StringComparison.Ordinal))
            return PrivateKey;
        if (text.Length > Limits.SshKeyChars)
            return TooLong;
        if (text.Contains("BEGIN", StringComparison.Ordinal))
            return Foreign;
        foreach (var c in text.Trim())
            if (char.IsControl(c) || char.IsSurrogate(c))
                return Lines;
        return null;
    }
}
