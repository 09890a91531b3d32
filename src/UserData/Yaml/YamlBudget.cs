using YamlDotNet.Core.Events;

namespace Fleet.UserData.Yaml;

/// <summary>
/// Counts parser events against the limits, following aliases without expanding them: an anchor remembers how many nodes lie below it and how deep,
/// and an alias costs that much again. So four hundred bytes that stand for millions of nodes are refused as they are read (security.md M11), and so are
/// a hundred thousand brackets that would overflow the stack of anything recursive (M10).
/// </summary>
internal sealed class YamlBudget(UserDataLimits limits)
{
    private readonly int _maxDepth = Math.Min(limits.MaxDepth, 256);
    private readonly Stack<Open> _open = [];
    private readonly Dictionary<string, Extent?> _anchors = [];
    private int _nodes;
    private int _aliases;
    private int _documents;
    private long _expanded;
    private long _characters;

    private readonly record struct Extent(long Nodes, long Characters, int Height);

    private readonly record struct Open(string? Anchor, bool IsMapping, int Children, Extent Extent);

    public UserDataError? Count(ParsingEvent parsed) => parsed switch
    {
        AnchorAlias alias => CountAlias(alias),
        NodeEvent node => CountNode(node),
        SequenceEnd or MappingEnd => Close(parsed),
        DocumentStart when ++_documents > 1 => Error(parsed, UserDataErrorCodes.MultipleDocuments, "There must be one YAML document; this starts a second."),
        _ => null,
    };

    private UserDataError? CountNode(NodeEvent node)
    {
        if (++_nodes > limits.MaxNodes || ++_expanded > limits.MaxExpandedNodes)
            return TooManyNodes(node);
        if (!YamlTags.Fits(node))
            return Error(node, UserDataErrorCodes.UnknownTag, "This tag is not one of YAML's own for plain data, or its value does not fit it.");
        var anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        if (anchor is not null && !_anchors.TryAdd(anchor, null))
            return Error(node, UserDataErrorCodes.DuplicateAnchor, "This anchor is already defined.");

        if (node is Scalar scalar)
        {
            if (scalar.Value.Length > limits.MaxScalarLength)
                return Error(node, UserDataErrorCodes.ScalarTooLong, $"A scalar may have at most {limits.MaxScalarLength} characters.");
            _characters += scalar.Value.Length;
            Done(anchor, new Extent(1, scalar.Value.Length, 0));
            return _characters > limits.MaxExpandedLength ? TooMuchText(node) : null;
        }

        _open.Push(new Open(anchor, node is MappingStart, 0, new Extent(1, 0, 1)));
        return _open.Count > _maxDepth ? TooDeep(node) : null;
    }

    private UserDataError? CountAlias(AnchorAlias alias)
    {
        if (++_aliases > limits.MaxAliases)
            return Error(alias, UserDataErrorCodes.TooManyAliases, $"There may be at most {limits.MaxAliases} aliases.");
        if (!_anchors.TryGetValue(alias.Value.Value, out var known))
            return Error(alias, UserDataErrorCodes.UnknownAlias, "No anchor of this name is defined before this alias.");
        if (known is not { } extent)
            return Error(alias, UserDataErrorCodes.CyclicAlias, "This alias lies within the node that it names.");
        _expanded += extent.Nodes;
        _characters += extent.Characters;
        if (_expanded > limits.MaxExpandedNodes)
            return TooManyNodes(alias);
        if (_characters > limits.MaxExpandedLength)
            return TooMuchText(alias);
        if (_open.Count + extent.Height > _maxDepth)
            return TooDeep(alias);
        Done(null, extent);
        return null;
    }

    private UserDataError? Close(ParsingEvent end)
    {
        // YamlDotNet 18.1.0 drops the value of "- : x" and gives a mapping of one child, where PyYAML finds an error.
        if (!_open.TryPop(out var closed) || closed.IsMapping != end is MappingEnd || (closed.IsMapping && closed.Children % 2 != 0))
            return Error(end, UserDataErrorCodes.Syntax, "A mapping must have a value for each key, and a key before each value.");
        Done(closed.Anchor, closed.Extent);
        return null;
    }

    private void Done(string? anchor, Extent extent)
    {
        if (anchor is not null)
            _anchors[anchor] = extent;
        if (_open.TryPop(out var parent))
            _open.Push(parent with { Children = parent.Children + 1, Extent = Sum(parent.Extent, extent) });
    }

    private static Extent Sum(Extent parent, Extent child) =>
        new(parent.Nodes + child.Nodes, parent.Characters + child.Characters, Math.Max(parent.Height, child.Height + 1));

    private UserDataError TooMuchText(ParsingEvent at) =>
        Error(at, UserDataErrorCodes.TooMuchText, $"There may be at most {limits.MaxExpandedLength} characters once aliases are followed.");

    private UserDataError TooManyNodes(ParsingEvent at) =>
        Error(at, UserDataErrorCodes.TooManyNodes, $"There may be at most {limits.MaxNodes} nodes, and {limits.MaxExpandedNodes} once aliases are followed.");

    private UserDataError TooDeep(ParsingEvent at) =>
        Error(at, UserDataErrorCodes.TooDeep, $"Lists and mappings may be nested at most {_maxDepth} deep.");

    private static UserDataError Error(ParsingEvent at, string code, string message) =>
        new(code, message, (int)at.Start.Line, (int)at.Start.Column);
}
