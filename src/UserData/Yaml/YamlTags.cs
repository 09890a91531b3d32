using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fleet.UserData.Yaml;

/// <summary>The tags that are understood: YAML's own for plain data. Everything else, <c>!!python/object</c> first of all, is refused and never names a type.</summary>
internal static class YamlTags
{
    private const string Core = "tag:yaml.org,2002:";

    public static bool Fits(NodeEvent node) => Short(node.Tag) is not { } tag || node switch
    {
        Scalar scalar => FitsScalar(tag, scalar.Value),
        SequenceStart => tag == "seq",
        MappingStart => tag == "map",
        _ => false,
    };

    public static ScalarKind KindOf(Scalar scalar) => Short(scalar.Tag) switch
    {
        null => scalar.Style == ScalarStyle.Plain ? Yaml11.Resolve(scalar.Value) : ScalarKind.Text,
        "null" => ScalarKind.Null,
        "bool" => ScalarKind.Bool,
        "int" => ScalarKind.Int,
        "float" => ScalarKind.Float,
        "binary" => ScalarKind.Binary,
        _ => ScalarKind.Text,
    };

    private static bool FitsScalar(string tag, string value) => tag switch
    {
        "str" or "binary" => true,
        "null" => Yaml11.Resolve(value) == ScalarKind.Null,
        "bool" => Yaml11.IsBool(value),
        "int" => Yaml11.IsInteger(value),
        "float" => Yaml11.IsFloat(value),
        _ => false,
    };

    // Null: no tag, or "!", which PyYAML treats as none.
    private static string? Short(TagName tag)
    {
        if (tag.IsEmpty || tag.IsNonSpecific)
            return null;
        return tag.Value.StartsWith(Core, StringComparison.Ordinal) ? tag.Value[Core.Length..] : tag.Value;
    }
}
