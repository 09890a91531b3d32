using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>
/// What a watch compares: the project's half and the instance's, 32 bits each, written as sixteen lower-case hex digits. Each half only ever grows, and no
/// half stands for two different contents. Never a hash: a value that changes and changes back is two changes.
/// </summary>
internal readonly record struct Etag(long Project, long Instance)
{
    private const int Digits = 16;
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    public static bool TryParse([NotNullWhen(true)] string? text, out Etag etag)
    {
        etag = default;
        if (text is not { Length: Digits } || text.AsSpan().ContainsAnyExcept(Hex))
            return false;
        etag = new(uint.Parse(text.AsSpan(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            uint.Parse(text.AsSpan(8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>One of its halves has moved on. Snapshots of one database are ordered, so it is never newer in one half and older in the other.</summary>
    public bool IsNewerThan(Etag other) => Project > other.Project || Instance > other.Instance;

    public override string ToString() => (((ulong)Project << 32) | (ulong)Instance).ToString("x16", CultureInfo.InvariantCulture);
}
