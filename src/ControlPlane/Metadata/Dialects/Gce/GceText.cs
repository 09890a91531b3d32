using System.Globalization;
using System.Text;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>The text forms: a leaf as it is, a listing, and <c>recursive=true&amp;alt=text</c> with one <c>path value</c> a line.</summary>
internal static class GceText
{
    public static string Leaf(GceValue value) => value switch
    {
        GceValue.Text text => text.Value,
        GceValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        GceValue.Strings { AlwaysJson: true } strings => Encoding.UTF8.GetString(GceJson.Write(strings)),
        GceValue.Strings strings => string.Join('\n', strings.Values),
        _ => throw new ArgumentException("a directory is no leaf", nameof(value)),
    };

    public static string Listing(GceValue directory) => string.Concat(Children(directory).Select(c => c.Value.IsDirectory ? $"{c.Key}/\n" : $"{c.Key}\n"));

    public static string Recursive(GceValue directory)
    {
        var text = new StringBuilder();
        Append(text, string.Empty, directory);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string path, GceValue value)
    {
        if (!value.IsDirectory)
        {
            text.Append(path).Append(' ').Append(Leaf(value)).Append('\n');
            return;
        }

        foreach (var (name, child) in Children(value))
            Append(text, path.Length == 0 ? name : $"{path}/{name}", child);
    }

    private static IEnumerable<KeyValuePair<string, GceValue>> Children(GceValue value) => value switch
    {
        GceValue.Directory directory => directory.Children,
        GceValue.List list => list.Items.Select((item, index) => KeyValuePair.Create(index.ToString(CultureInfo.InvariantCulture), item)),
        _ => [],
    };
}
