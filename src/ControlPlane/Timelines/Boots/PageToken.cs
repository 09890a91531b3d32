using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Timelines.Boots;

/// <summary>An opaque keyset cursor: the last row's key.</summary>
internal static class PageToken
{
    public static string Of(params ReadOnlySpan<object> key)
    {
        var text = new StringBuilder();
        foreach (var part in key)
            text.Append(CultureInfo.InvariantCulture, $"{part}|");
        return Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text.ToString()));
    }

    /// <summary>The key's parts; false when it is no token of this many parts.</summary>
    public static bool TryRead(string token, int parts, out string[] key)
    {
        key = [];
        if (token.Length > 256 || !Base64Url.IsValid(token))
            return false;
        key = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)).Split('|');
        return key.Length == parts + 1;
    }

    public static InvalidError Invalid() => InvalidError.Of("/pageToken", "is not a token that this list gave out; ask for the first page without one");

    /// <summary>The page's size, or the error.</summary>
    public static Outcome<int> Size(int? wish, int standard, int most) =>
        wish is null ? standard : wish is >= 1 && wish <= most ? wish.Value : InvalidError.Of("/pageSize", $"is a number from 1 to {most}");
}
