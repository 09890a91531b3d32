using System.Text.RegularExpressions;

namespace Fleet.UserData.Config;

/// <summary>The second field of <c>/etc/shadow</c>, see crypt(5): a hash, or a mark that no password matches.</summary>
internal static partial class CryptHash
{
    private const int MaxLength = 512;

    /// <summary>Whether the value is <c>*</c>, <c>!</c>, <c>!!</c> or a hash, which <c>!</c> may precede. A password in plain text is none of these, save one of 13 letters.</summary>
    public static bool IsValid(string value)
    {
        if (value is "*" or "!" or "!!" or "!*")
            return true;
        var hash = value.StartsWith('!') ? value[1..] : value;
        return hash.Length <= MaxLength && Pattern().IsMatch(hash);
    }

    // sha512crypt, sha256crypt, md5crypt, bcrypt exactly; then those with parameters of their own (yescrypt, gost-yescrypt, scrypt, sha1crypt); then DES.
    [GeneratedRegex(
        @"^(?:\$6\$(?:rounds=[0-9]{1,9}\$)?[./0-9A-Za-z]{0,16}\$[./0-9A-Za-z]{86}" +
        @"|\$5\$(?:rounds=[0-9]{1,9}\$)?[./0-9A-Za-z]{0,16}\$[./0-9A-Za-z]{43}" +
        @"|\$1\$[./0-9A-Za-z]{0,8}\$[./0-9A-Za-z]{22}" +
        @"|\$2[abxy]\$[0-9]{2}\$[./0-9A-Za-z]{53}" +
        @"|\$(?:y|gy|7|sha1)\$[./0-9A-Za-z$]*\$?[./0-9A-Za-z]{28,}" +
        @"|[./0-9A-Za-z]{13})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
