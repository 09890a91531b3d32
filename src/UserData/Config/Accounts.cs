using Fleet.UserData.Yaml;

namespace Fleet.UserData.Config;

/// <summary>Reads names of users and groups, alone and in cloud-init's comma-separated lists.</summary>
internal static class Accounts
{
    public static string? Name(NodeReader? field) => field?.Text() is { } name && Check(name, field) ? name : null;

    /// <summary>A comma-separated string, a list of names, or (deprecated by cloud-init) a mapping whose keys are the names; each name once, in order.</summary>
    public static IReadOnlyList<string> Names(NodeReader? field)
    {
        if (field is null)
            return [];
        IEnumerable<string?> names;
        if (field.IsText)
            names = Split(field);
        else if (field.IsMapping)
            names = field.Entries().Select(entry => Name(new NodeReader(entry.Key, entry.Value.Path, field.Context)));
        else
            names = field.Items("a comma-separated string or a list").Select(Name);
        return Limited(names.OfType<string>(), field);
    }

    /// <summary>The names of a comma-separated string; blanks around them and an empty string are allowed. How many there may be is for the caller to judge.</summary>
    public static IEnumerable<string> Split(NodeReader field)
    {
        var text = field.Text();
        if (string.IsNullOrWhiteSpace(text))
            return [];
        return text.Split(',', StringSplitOptions.TrimEntries).Where(name => Check(name, field));
    }

    private static List<string> Limited(IEnumerable<string> names, NodeReader field)
    {
        var max = field.Context.Limits.MaxNames;
        List<string> distinct = [.. names.Distinct().Take(max + 1)];
        if (distinct.Count > max)
            field.Fail(UserDataErrorCodes.TooManyNames, $"There may be at most {max} names in a list.");
        return distinct;
    }

    private static bool Check(string name, NodeReader field)
    {
        if (Grammar.IsAccount(name))
            return true;
        field.Fail(UserDataErrorCodes.Name, "A name of a user or group has at most 32 characters of a-z, 0-9, '_' and '-', and starts with a letter or '_'.");
        return false;
    }
}
