using System.Globalization;
using System.Text;

namespace Fleet.UserData.Yaml;

/// <summary>Where a node is, such as <c>users[1].name</c>. Linked to its parent, so that only a path that is shown costs a string.</summary>
internal sealed class YamlPath
{
    private const int MaxKey = 64;

    private readonly YamlPath? _parent;
    private readonly string _segment;

    private YamlPath(YamlPath? parent, string segment)
    {
        _parent = parent;
        _segment = segment;
    }

    public static YamlPath Root { get; } = new(null, "");

    public YamlPath Key(string key) => new(this, key);

    public YamlPath Item(int index) => new(this, string.Create(CultureInfo.InvariantCulture, $"[{index}]"));

    /// <summary>The path as text; null for the root.</summary>
    public override string? ToString()
    {
        var segments = new Stack<string>();
        for (var at = this; at._parent is not null; at = at._parent)
            segments.Push(at._segment);
        var path = new StringBuilder();
        foreach (var segment in segments)
            path.Append(path.Length == 0 || segment is ['[', ..] ? "" : ".").Append(Printable(segment));
        return path.Length == 0 ? null : path.ToString();
    }

    // A key comes from the document: it is cut, and cleaned of what could make the message show something else than it says.
    private static string Printable(string key)
    {
        var shown = key.Length > MaxKey ? string.Concat(key.AsSpan(0, MaxKey), "…") : key;
        return string.Concat(shown.Select(c => IsPrintable(c) ? c : '?'));
    }

    private static bool IsPrintable(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
}
