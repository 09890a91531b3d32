using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Fleet.UserData.Yaml;

/// <summary>Builds the tree from events that are within the budget, so recursion and sharing are bounded. Merge keys are applied as in YAML 1.1.</summary>
internal sealed class YamlTree
{
    private readonly ParseContext _context;
    private readonly Dictionary<string, YamlNode> _anchors = [];
    private readonly List<ParsingEvent> _events;
    private int _next;

    private YamlTree(List<ParsingEvent> events, ParseContext context)
    {
        _events = events;
        _context = context;
    }

    /// <summary>The document's root; null when the stream is empty. Faults go to the context.</summary>
    public static YamlNode? Build(List<ParsingEvent> events, ParseContext context)
    {
        var tree = new YamlTree(events, context);
        while (tree._next < events.Count && events[tree._next] is not (NodeEvent or AnchorAlias))
            tree._next++;
        return tree._next < events.Count ? tree.Node(YamlPath.Root) : null;
    }

    private YamlNode Node(YamlPath path)
    {
        var parsed = _events[_next++];
        if (parsed is AnchorAlias alias)
            return _anchors[alias.Value.Value];
        YamlNode node = parsed switch
        {
            SequenceStart start => Sequence(start, path),
            MappingStart start => Mapping(start, path),
            _ => new YamlScalar(parsed.Start, YamlTags.KindOf((Scalar)parsed), ((Scalar)parsed).Value),
        };
        if (parsed is NodeEvent { Anchor.IsEmpty: false } anchored)
            _anchors[anchored.Anchor.Value] = node;
        return node;
    }

    private YamlSequence Sequence(SequenceStart start, YamlPath path)
    {
        var items = new List<YamlNode>();
        while (_events[_next] is not SequenceEnd)
            items.Add(Node(path.Item(items.Count)));
        _next++;
        return new YamlSequence(start.Start, items);
    }

    private YamlMapping Mapping(MappingStart start, YamlPath path)
    {
        var entries = new List<YamlEntry>();
        var keys = new HashSet<(ScalarKind, string)>();
        YamlEntry? merge = null;
        while (_events[_next] is not MappingEnd)
        {
            // In YAML 1.1 only the plain "<<" merges; a quoted one is an ordinary key.
            var merges = _events[_next] is Scalar { Value: "<<", Style: ScalarStyle.Plain, Tag.IsEmpty: true };
            var key = Node(path);
            var name = key is YamlScalar scalar ? path.Key(scalar.Text) : path;
            var value = Node(name);
            if (key is not YamlScalar simple)
                _context.Fail(UserDataErrorCodes.BadKey, "A key must be a scalar.", key, path);
            else if (!keys.Add(simple.Identity))
                _context.Fail(UserDataErrorCodes.DuplicateKey, "This key is already there; only one of the two could count.", key, name);
            else if (merges)
                merge = new YamlEntry(simple, value);
            else
                entries.Add(new YamlEntry(simple, value));
        }

        _next++;
        if (merge is not null)
            Merge(merge.Value, entries, keys, path.Key("<<"));
        return new YamlMapping(start.Start, entries);
    }

    // Keys of the mapping itself win over merged ones, and earlier sources over later ones.
    private void Merge(YamlNode source, List<YamlEntry> entries, HashSet<(ScalarKind, string)> keys, YamlPath path)
    {
        IReadOnlyList<YamlNode> sources = source is YamlSequence list ? list.Items : [source];
        foreach (var node in sources)
        {
            if (node is YamlMapping mapping)
                entries.AddRange(mapping.Entries.Where(entry => keys.Add(entry.Key.Identity)));
            else
                _context.Fail(UserDataErrorCodes.BadMerge, "A merge key takes a mapping or a list of mappings.", node, path);
        }
    }
}
