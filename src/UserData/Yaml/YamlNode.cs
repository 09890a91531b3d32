using YamlDotNet.Core;

namespace Fleet.UserData.Yaml;

/// <summary>A node of a document within its budgets. Aliases share nodes, so a tree is never changed once it is built.</summary>
internal abstract class YamlNode(Mark start)
{
    public int Line { get; } = (int)Math.Min(start.Line, int.MaxValue);

    public int Column { get; } = (int)Math.Min(start.Column, int.MaxValue);
}

internal sealed class YamlSequence(Mark start, IReadOnlyList<YamlNode> items) : YamlNode(start)
{
    public IReadOnlyList<YamlNode> Items { get; } = items;
}

internal sealed class YamlMapping(Mark start, IReadOnlyList<YamlEntry> entries) : YamlNode(start)
{
    public IReadOnlyList<YamlEntry> Entries { get; } = entries;
}

internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
