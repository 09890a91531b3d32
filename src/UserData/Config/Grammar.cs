using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Fleet.UserData.Config;

/// <summary>What values may look like. Each ends up in a line of a system file, so none may bring a separator or a second line along.</summary>
internal static partial class Grammar
{
    // PATH_MAX and NAME_MAX of Linux.
    private const int MaxPath = 4095;
    private const int MaxPathPart = 255;

    private static readonly SearchValues<char> LabelCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>A user or group that is made.</summary>
    public static bool IsAccount(string name) => AccountPattern().IsMatch(name);

    /// <summary>A user or group that may exist already, such as <c>Debian-exim</c>.</summary>
    public static bool IsExistingAccount(string name) => ExistingAccountPattern().IsMatch(name);

    /// <summary>A hostname or FQDN: RFC 1123 section 2.1, so no dotted-decimal address.</summary>
    public static bool IsHostname(string name)
    {
        if (name.Length is 0 or > 253)
            return false;
        var labels = name.Split('.');
        return labels.All(IsLabel) && (labels.Length == 1 || !labels[^1].All(char.IsAsciiDigit));
    }

    /// <summary>One line without control characters, lone surrogates or line separators.</summary>
    public static bool IsPlainLine(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar || rune.Value is 0x2028 or 0x2029)
                return false;
        }

        return true;
    }

    /// <summary>A path of a file or directory other than <c>/</c>: absolute, and climbing nowhere.</summary>
    public static bool IsPath(string path)
    {
        if (!path.StartsWith('/') || path.EndsWith('/') || !IsPlainLine(path) || Encoding.UTF8.GetByteCount(path) > MaxPath)
            return false;
        return path.Split('/').All(part => part is not ".." && Encoding.UTF8.GetByteCount(part) <= MaxPathPart);
    }

    /// <summary>A path that may stand in a field of <c>/etc/passwd</c>.</summary>
    public static bool IsPasswdPath(string path) => IsPath(path) && !path.Contains(':', StringComparison.Ordinal);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && !label.AsSpan().ContainsAnyExcept(LabelCharacters);

    [GeneratedRegex(@"^[a-z_][a-z0-9_-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountPattern();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ExistingAccountPattern();
}
