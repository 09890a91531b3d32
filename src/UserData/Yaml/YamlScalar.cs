using YamlDotNet.Core;

namespace Fleet.UserData.Yaml;

internal enum ScalarKind
{
    Text,
    Null,
    Bool,
    Int,
    Float,
    Timestamp,
    Binary,
}

/// <summary>A scalar and how YAML 1.1 reads it.</summary>
internal sealed class YamlScalar(Mark start, ScalarKind kind, string text) : YamlNode(start)
{
    public ScalarKind Kind { get; } = kind;

    /// <summary>The text, unquoted and unescaped.</summary>
    public string Text { get; } = text;

    /// <summary>The value of a <see cref="ScalarKind.Bool"/>.</summary>
    public bool IsTrue => Text is ['y' or 'Y' or 't' or 'T', ..] or [_, 'n' or 'N'];

    /// <summary>What makes two keys the same: <c>yes</c> and <c>true</c> are one key, <c>"true"</c> is another.</summary>
    public (ScalarKind, string) Identity => Kind switch
    {
        ScalarKind.Null => (Kind, ""),
        ScalarKind.Bool => (Kind, IsTrue ? "true" : "false"),
        ScalarKind.Int when Yaml11.Integer(Text) is { } value => (Kind, value.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        _ => (Kind, Text),
    };
}
