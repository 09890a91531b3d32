using Fleet.UserData.Yaml;

namespace Fleet.UserData.Config;

/// <summary>Reads <c>sudo</c>: a rule, a list of rules, or null or false for none. What a rule means is for visudo to check, on the guest; here it must stay the one line that it becomes.</summary>
internal static class SudoReader
{
    private const int MaxRule = 4096;

    public static IReadOnlyList<string> Read(NodeReader? field)
    {
        if (field is null or { Node: YamlScalar { Kind: ScalarKind.Bool, IsTrue: false } })
            return [];
        // cloud-init takes an empty text for none.
        if (field.Node is YamlScalar { Kind: ScalarKind.Text, Text: "" })
            return [];
        return [.. field.TextOrItems().Where(item => !item.IsNull).Select(Rule).OfType<string>()];
    }

    private static string? Rule(NodeReader field)
    {
        if (field.Text() is not { } rule)
            return null;
        // A backslash at the end would join the next line of sudoers to this one.
        if (!string.IsNullOrWhiteSpace(rule) && rule.Length <= MaxRule && Grammar.IsPlainLine(rule) && !rule.TrimEnd().EndsWith('\\'))
            return rule;
        field.Fail(UserDataErrorCodes.Sudo, $"A sudo rule is one line of at most {MaxRule} characters, without control characters and without '\\' at its end.");
        return null;
    }
}
