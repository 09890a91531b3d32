namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>RFC 6901.</summary>
internal static class JsonPointer
{
    public static string Append(string pointer, string name) => $"{pointer}/{Escape(name)}";

    public static string Append(string pointer, int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{pointer}/{index}");

    // A name may be as long as the body, and it is echoed: it is cut.
    private static string Escape(string name) =>
        (name.Length > 128 ? name[..128] + "…" : name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
