using Fleet.UserData.Yaml;

namespace Fleet.UserData.Config;

/// <summary>Reads top-level <c>groups</c>: a comma-separated string, a mapping of names to members, or a list of names and such mappings.</summary>
internal static class GroupsReader
{
    public static IReadOnlyList<GroupSpec> Read(NodeReader? field)
    {
        if (field is null)
            return [];
        var groups = new OrderedDictionary<string, OrderedDictionary<string, bool>>();
        if (field.IsText)
        {
            foreach (var name in Accounts.Names(field))
                Add(groups, name, []);
        }
        else
        {
            foreach (var item in field.IsMapping ? [field] : field.Items("a comma-separated string, a list or a mapping"))
                ReadItem(item, groups);
        }

        return [.. groups.Select(group => new GroupSpec(group.Key, [.. group.Value.Keys]))];
    }

    private static void ReadItem(NodeReader item, OrderedDictionary<string, OrderedDictionary<string, bool>> groups)
    {
        if (!item.IsMapping)
        {
            if (Accounts.Name(item) is { } name)
                Add(groups, name, []);
            return;
        }

        foreach (var (key, members) in item.Entries())
        {
            if (Accounts.Name(new NodeReader(key, members.Path, item.Context)) is { } name)
                Add(groups, name, Accounts.Names(members));
        }
    }

    // A group named twice is one group with the members of both.
    private static void Add(OrderedDictionary<string, OrderedDictionary<string, bool>> groups, string name, IReadOnlyList<string> members)
    {
        if (!groups.TryGetValue(name, out var known))
            groups.Add(name, known = []);
        foreach (var member in members)
            known.TryAdd(member, true);
    }
}
