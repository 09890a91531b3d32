using System.Text;
using Fleet.UserData.Yaml;

namespace Fleet.UserData.Config;

/// <summary>Reads <c>ssh_authorized_keys</c>: a list of keys, or one. What a key is made of is for the caller's check; here it must stay one line of <c>authorized_keys</c>.</summary>
internal static class SshKeysReader
{
    private const int MaxBytes = 16 * 1024;

    public static IReadOnlyList<string> Read(NodeReader? field)
    {
        if (field is null)
            return [];
        // cloud-init also takes a mapping of keys by label.
        var keys = field.IsMapping ? field.Entries().Select(entry => entry.Value) : field.TextOrItems();
        return [.. keys.Select(Key).OfType<string>()];
    }

    private static string? Key(NodeReader field)
    {
        if (field.Text() is not { } text)
            return null;
        if (IsPrivate(text))
        {
            field.Fail(UserDataErrorCodes.PrivateKey, "This is a private key. Only public keys belong here; treat this one as disclosed and replace it.");
            return null;
        }

        var key = text.Trim(' ', '\t', '\r', '\n');
        if (key.Length == 0 || Encoding.UTF8.GetByteCount(key) > MaxBytes || !Grammar.IsPlainLine(key))
        {
            field.Fail(UserDataErrorCodes.SshKey, $"A public key is one line of at most {MaxBytes} bytes without control characters.");
            return null;
        }

        if (field.Context.SshKeyProblem?.Invoke(key) is { } problem)
        {
            field.Fail(UserDataErrorCodes.SshKey, problem);
            return null;
        }

        return key;
    }

    private static bool IsPrivate(string text) =>
        text.Contains("PRIVATE KEY", StringComparison.OrdinalIgnoreCase) && text.Contains("-----BEGIN", StringComparison.OrdinalIgnoreCase)
        || text.Contains("PuTTY-User-Key-File", StringComparison.OrdinalIgnoreCase);
}
