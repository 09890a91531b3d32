using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Fleet.ControlPlane.Identity;

/// <summary>Bearer secrets: 32 random bytes behind a prefix that tells what they are. Only their SHA-256 is stored.</summary>
internal static class Secrets
{
    public const string ApiPrefix = "flt_";
    public const string AgentPrefix = "fat_";
    public const string CircuitPrefix = "flc_";
    public const string JoinPrefix = "fje_";

    public static string Make(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether a text can be one of these at all, before anything is looked up.</summary>
    public static bool Fits(string text, string prefix) => text.Length == prefix.Length + 43 && text.StartsWith(prefix, StringComparison.Ordinal);
}
