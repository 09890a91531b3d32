using System.Security.Cryptography;

namespace Fleet.Contracts.Ssh;

/// <summary>
/// One OpenSSH public key: <c>ssh-ed25519 AAAA… comment</c>. Parsed into its parts and written again by one function, so that nothing but a type,
/// a blob and a comment ever reaches an authorized_keys file (RFC 4253 section 6.6, RFC 8709, PROTOCOL.u2f).
/// </summary>
public sealed record SshPublicKey
{
    private SshPublicKey(string type, byte[] blob, string? comment)
    {
        Type = type;
        Blob = blob;
        Comment = comment;
    }

    /// <summary>The algorithm, such as <c>ssh-ed25519</c>.</summary>
    public string Type { get; }

    /// <summary>The key's wire form.</summary>
    public ReadOnlyMemory<byte> Blob { get; }

    /// <summary>The comment, if there is one.</summary>
    public string? Comment { get; }

    /// <summary><c>SHA256:</c> and base64 without padding, as <c>ssh-keygen -lf</c> prints it.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(SHA256.HashData(Blob.Span)).TrimEnd('=');

    /// <summary>The line as it goes into a file: type, base64, comment.</summary>
    public string Line => Comment is null ? $"{Type} {Convert.ToBase64String(Blob.Span)}" : $"{Type} {Convert.ToBase64String(Blob.Span)} {Comment}";

    /// <summary>Parses one line.</summary>
    /// <param name="text">The line, without options.</param>
    /// <param name="key">The key.</param>
    /// <param name="problem">What is wrong and what would be right; it never repeats the input, which may be a private key.</param>
    public static bool TryParse(string? text, out SshPublicKey? key, out SshKeyProblem? problem)
    {
        key = null;
        problem = SshKeyProblem.Find(text);
        if (problem is not null)
            return false;
        var parts = text!.Trim().Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length < 2 || !SshKeyTypes.Known.Contains(parts[0]))
        {
            problem = SshKeyProblem.UnknownType;
            return false;
        }

        var blob = new byte[parts[1].Length];
        if (parts[1].Length % 4 != 0 || !Convert.TryFromBase64String(parts[1], blob, out var length))
        {
            problem = SshKeyProblem.NotBase64;
            return false;
        }

        blob = blob[..length];
        problem = SshKeyBlob.Check(parts[0], blob);
        if (problem is not null)
            return false;
        key = new(parts[0], blob, parts.Length > 2 ? parts[2] : null);
        return true;
    }
}
