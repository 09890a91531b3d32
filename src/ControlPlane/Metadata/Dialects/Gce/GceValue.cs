namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>A node of Google's tree.</summary>
internal abstract record GceValue
{
    /// <summary>Asked for with a slash at its end, and listed with one.</summary>
    public bool IsDirectory => this is Directory or List;

    /// <summary>A leaf that is text, also in JSON: <c>"TRUE"</c>, never <c>true</c>.</summary>
    public sealed record Text(string Value) : GceValue;

    /// <summary>A leaf that is a number in JSON.</summary>
    public sealed record Number(long Value) : GceValue;

    /// <summary>A leaf with several values: a JSON array; as text one a line, or the JSON itself (<c>instance/tags</c>).</summary>
    public sealed record Strings(IReadOnlyList<string> Values, bool AlwaysJson) : GceValue;

    /// <summary>Children by their path's segment. In JSON the names become camelCase, unless they are users' own (attributes).</summary>
    public sealed record Directory(IReadOnlyList<KeyValuePair<string, GceValue>> Children, bool Verbatim = false) : GceValue;

    /// <summary>Children by number; a JSON array.</summary>
    public sealed record List(IReadOnlyList<GceValue> Items) : GceValue;
}
