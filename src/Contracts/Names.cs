using System.Text.RegularExpressions;

namespace Fleet.Contracts;

/// <summary>The grammars of names. The server and the agent hold the same ones.</summary>
public static partial class Names
{
    /// <summary>A project or an instance: <c>[a-z]([a-z0-9-]{0,61}[a-z0-9])?</c>. A name that parses as a UUID is none.</summary>
    public static bool IsResource(string? name) => name is not null && Resource().IsMatch(name) && !Guid.TryParse(name, out _);

    /// <summary>An account or a group: <c>[a-z_][a-z0-9_-]{0,31}</c>.</summary>
    public static bool IsAccount(string? name) => name is not null && Account().IsMatch(name);

    /// <summary>A hostname: RFC 1123 labels, at most 253 characters.</summary>
    public static bool IsHostname(string? name) => name is { Length: <= 253 } && Hostname().IsMatch(name);

    /// <summary>A metadata key.</summary>
    public static bool IsAttributeKey(string? key) => key is not null && AttributeKey().IsMatch(key);

    [GeneratedRegex("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Resource();

    [GeneratedRegex("^[a-z_][a-z0-9_-]{0,31}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Account();

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hostname();

    [GeneratedRegex("^[A-Za-z0-9._-]{1,128}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex AttributeKey();
}
