using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>
/// Where a page ended: the sort keys of its last row, bound to the query that they belong to. Opaque, and no secret: what is in it becomes
/// parameters of a statement that the caller may run anyway.
/// </summary>
internal static class PageToken
{
    public static string Write(string query, params IEnumerable<string> keys) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', keys.Prepend(Bind(query)))));

    /// <summary>The keys, or null when the token is none, or one of another query.</summary>
    public static string[]? Read(string query, string token, int count)
    {
        var bytes = new byte[token.Length];
        if (token.Length > 2048 || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, bytes, out var length))
            return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split('\n');
        return parts.Length == count + 1 && parts[0] == Bind(query) ? parts[1..] : null;
    }

    private static string Bind(string query) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query)).AsSpan(0, 6));
}
