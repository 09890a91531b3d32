using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>What one path asks for: the node in a given document, and the inputs that its token is made of.</summary>
internal sealed record GceSelector(Input Reads, Func<InstanceDocument, GceValue?> Select)
{
    /// <param name="path">Below <c>/computeMetadata/v1/</c>, without a slash at either end.</param>
    /// <returns>Null: no document has such a node.</returns>
    public static GceSelector? Find(string path)
    {
        if (path.Length == 0)
            return new(Input.Everything, document => Directory(string.Empty, GceTable.Entries, document));
        var prefix = path + "/";
        if (GceTable.Entries.Where(e => e.Path.StartsWith(prefix, StringComparison.Ordinal)).ToArray() is { Length: > 0 } below)
            return new(below.Select(e => e.Reads).Aggregate(Input.Add), document => Directory(prefix, below, document));
        return GceTable.Entries.FirstOrDefault(e => prefix.StartsWith(e.Path + "/", StringComparison.Ordinal)) is { } entry ? Within(entry, prefix[(entry.Path.Length + 1)..].TrimEnd('/')) : null;
    }

    private static GceSelector? Within(GceEntry entry, string rest)
    {
        if (rest.Length == 0)
            return new(entry.Reads, entry.Select);
        var segments = rest.Split('/');
        if (entry.Child is not null)
            return segments.Length == 1 && entry.Child(rest) is var child ? new(child.Reads, child.Select) : null;
        return new(entry.Reads, document => segments.Aggregate(entry.Select(document), Step));
    }

    private static GceValue? Step(GceValue? at, string segment) => at switch
    {
        GceValue.Directory directory => directory.Children.FirstOrDefault(c => c.Key == segment).Value,
        GceValue.List list => list.Items.Where((_, index) => segment == $"{index}").FirstOrDefault(),
        _ => null,
    };

    private static GceValue.Directory Directory(string prefix, IReadOnlyList<GceEntry> entries, InstanceDocument document)
    {
        var children = new List<KeyValuePair<string, GceValue>>();
        foreach (var group in entries.GroupBy(e => e.Path[prefix.Length..].Split('/')[0]))
        {
            var path = prefix + group.Key;
            var only = group.First();
            if ((only.Path == path ? only.Select(document) : Directory(path + "/", [.. group], document)) is { } child)
                children.Add(new(group.Key, child));
        }

        return new(children);
    }
}
