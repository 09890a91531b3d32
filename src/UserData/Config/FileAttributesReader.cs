using Fleet.UserData.Yaml;

namespace Fleet.UserData.Config;

/// <summary>Reads who owns a file and who may use it.</summary>
internal static class FileAttributesReader
{
    private const int DefaultMode = 0b110_100_100;
    private const int MaxMode = 0b111_111_111_111;

    /// <summary><c>user:group</c>, <c>user</c> or <c>:group</c>; cloud-init's <c>-1</c> and <c>none</c> mean "leave as it is".</summary>
    public static FileOwner Owner(NodeReader? field)
    {
        if (field?.Text() is not { } text)
            return FileOwner.Root;
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        var user = Part(parts[0]);
        var group = parts.Length > 1 ? Part(parts[1]) : null;
        if (parts.Length > 2 || text.Length == 0 || !IsNameOrNone(user) || !IsNameOrNone(group))
            field.Fail(UserDataErrorCodes.Owner, "The owner is user:group, by names.");
        return new FileOwner(user, group);
    }

    /// <summary>
    /// A mode in octal: as text (<c>"0644"</c>, <c>"0o644"</c>, <c>"644"</c>) or as a number that YAML 1.1 reads as octal (<c>0644</c>).
    /// A decimal number is refused: cloud-init would take <c>644</c> for 01204.
    /// </summary>
    public static int Permissions(NodeReader? field)
    {
        if (field is null)
            return DefaultMode;
        var digits = field.Node switch
        {
            YamlScalar { Kind: ScalarKind.Text } text => text.Text.StartsWith("0o", StringComparison.OrdinalIgnoreCase) ? text.Text[2..] : text.Text,
            YamlScalar { Kind: ScalarKind.Int } number when number.Text.StartsWith('0') => number.Text,
            _ => "",
        };
        if (digits.Length is > 0 and <= 8 && digits.All(c => c is >= '0' and <= '7') && Convert.ToInt32(digits, 8) is <= MaxMode and var mode)
            return mode;
        field.Fail(UserDataErrorCodes.Permissions, "Permissions are octal, best in quotes: \"0644\". A number without a leading 0 is decimal in YAML.");
        return DefaultMode;
    }

    private static string? Part(string name) => name is "" or "-1" || name.Equals("none", StringComparison.OrdinalIgnoreCase) ? null : name;

    private static bool IsNameOrNone(string? name) => name is null || Grammar.IsExistingAccount(name);
}
