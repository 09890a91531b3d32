using System.Text;

namespace Fleet.UserData.Formats;

/// <summary>
/// Tells the form of user-data by its first bytes, as cloud-init's handlers do: white space before the marker and its case do not matter.
/// Unlike there, the marker must be a whole word, and a script must begin at the first byte, for the kernel would not run it otherwise.
/// </summary>
internal static class FormatDetector
{
    // To add a form: a value of ContentFormat, its marker here, and its reader in UserDataParser.
    private static readonly (string Marker, ContentFormat Format)[] Markers =
    [
        ("#cloud-config", ContentFormat.CloudConfig),
        ("#cloud-config-archive", ContentFormat.CloudConfigArchive),
        ("#cloud-config-jsonp", ContentFormat.CloudConfigJsonp),
        ("#include", ContentFormat.Include),
        ("#include-once", ContentFormat.Include),
        ("#part-handler", ContentFormat.PartHandler),
        ("#cloud-boothook", ContentFormat.BootHook),
        ("##", ContentFormat.JinjaTemplate),
    ];

    public static ContentFormat Detect(ReadOnlySpan<byte> content)
    {
        if (content is [0x1F, 0x8B, ..])
            return ContentFormat.Gzip;
        if (content is [0xEF, 0xBB, 0xBF, ..] or [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..])
            return ContentFormat.ByteOrderMark;
        if (content.StartsWith("#!"u8))
            return ContentFormat.Script;
        // Everything that decides lies within the first kilobytes; cloud-init looks no further than 4096 for MIME.
        var start = Encoding.Latin1.GetString(content[..Math.Min(content.Length, 4096)]).AsSpan().TrimStart(" \t\r\n\v\f");
        if (start.IsEmpty)
            return content.TrimStart(" \t\r\n\v\f"u8).IsEmpty ? ContentFormat.Empty : ContentFormat.Unknown;
        if (start[0] == '#')
            return ByMarker(start);
        if (IsMime(start))
            return ContentFormat.Mime;
        return IsBase64(start) ? ContentFormat.Base64 : ContentFormat.Unknown;
    }

    private static ContentFormat ByMarker(ReadOnlySpan<char> start)
    {
        var end = start.IndexOfAny(" \t\r\n");
        var word = end < 0 ? start : start[..end];
        foreach (var (marker, format) in Markers)
        {
            if (!word.Equals(marker, StringComparison.OrdinalIgnoreCase))
                continue;
            if (format != ContentFormat.JinjaTemplate || start.StartsWith("## template: jinja", StringComparison.OrdinalIgnoreCase))
                return format;
        }

        return ContentFormat.Unknown;
    }

    private static bool IsMime(ReadOnlySpan<char> start) =>
        start.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase) || start.Contains("MIME-Version:", StringComparison.OrdinalIgnoreCase);

    // Base64 is only named as such when what it holds is a known form: any word is base64 of something.
    private static bool IsBase64(ReadOnlySpan<char> start)
    {
        Span<byte> first = stackalloc byte[48];
        var end = start.IndexOfAny(" \t\r\n");
        var line = end < 0 ? start : start[..end];
        var quads = line[..Math.Min(line.Length / 4 * 4, 64)];
        return quads.Length >= 8
            && Convert.TryFromBase64Chars(quads, first, out var written)
            && Detect(first[..written]) is not (ContentFormat.Unknown or ContentFormat.Empty);
    }
}
