using System.Globalization;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Instances.Reading;

/// <summary>
/// The filter of a list: terms with a blank between them, all of which must hold.
/// <code>
/// name:web              the name contains "web"
/// state:failed,degraded one of these provisioning states
/// liveness:online       one of these
/// label.role:db         the label "role" is "db"        label.role:*   there is a label "role"       label.note:"two words"
/// </code>
/// </summary>
/// <param name="Conditions">SQL; the n-th parameter is <c>${n}</c> plus what the caller has before.</param>
/// <param name="Parameters">Their values: text of a filter never becomes text of a statement.</param>
internal sealed record InstanceFilter(IReadOnlyList<string> Conditions, IReadOnlyList<object> Parameters)
{
    private const int MaxChars = 1024;

    /// <param name="text">The filter.</param>
    /// <param name="first">The number of its first parameter.</param>
    public static Outcome<InstanceFilter> Parse(string text, int first)
    {
        if (text.Length > MaxChars || text.Any(char.IsControl))
            return Problem(0, $"has at most {MaxChars} characters, and no control characters");
        var (conditions, parameters) = (new List<string>(), new List<object>());
        for (var at = 0; ;)
        {
            while (at < text.Length && text[at] == ' ')
                at++;
            if (at == text.Length)
                return new InstanceFilter(conditions, parameters);
            var start = at;
            var colon = text.IndexOf(':', at);
            if (colon < 0)
                return Problem(start, "expected FIELD:VALUE, where FIELD is name, state, liveness or label.KEY");
            if (Value(text, ref at, colon + 1) is not { } value)
                return Problem(colon + 1, "expected a value, or a \"quoted value\" with a blank or the end behind it");
            var number = string.Create(CultureInfo.InvariantCulture, $"${first + parameters.Count}");
            if (Term(text[start..colon], value, number, parameters) is not { } condition)
                return Problem(start, "expected name:TEXT, state:pending|booting|provisioning|provisioned|degraded|failed|timedOut (or several, with commas), "
                    + "liveness:unknown|online|silent|offline, label.KEY:VALUE or label.KEY:*");
            conditions.Add(condition);
        }
    }

    private static string? Term(string field, string value, string number, List<object> parameters)
    {
        switch (field)
        {
            case "name" when value.Length > 0:
                parameters.Add(value);
                return $"position({number} in i.name) > 0";
            case "state" when Values<ProvisioningState>(value) is { } states:
                parameters.Add(states);
                return $"{InstanceColumns.State} = ANY({number})";
            case "liveness" when Values<Liveness>(value) is { } liveness:
                parameters.Add(liveness);
                return $"{InstanceColumns.Liveness} = ANY({number})";
            case ['l', 'a', 'b', 'e', 'l', '.', .. { Length: > 0 } key] when value == "*":
                parameters.Add(key);
                return $"jsonb_exists(i.labels, {number})";
            case ['l', 'a', 'b', 'e', 'l', '.', .. { Length: > 0 } key]:
                parameters.Add(new[] { key, value });
                return $"i.labels ->> ({number}::text[])[1] = ({number}::text[])[2]";
            default:
                return null;
        }
    }

    private static int[]? Values<TEnum>(string text)
        where TEnum : struct, Enum
    {
        var names = Enum.GetNames<TEnum>().Select(n => char.ToLowerInvariant(n[0]) + n[1..]).ToList();
        var values = text.Split(',').Select(name => names.IndexOf(name)).ToArray();
        return values.Contains(-1) ? null : values;
    }

    private static string? Value(string text, ref int at, int from)
    {
        var quoted = from < text.Length && text[from] == '"';
        var end = quoted ? text.IndexOf('"', from + 1) : text.IndexOf(' ', from);
        if (quoted && (end < 0 || (end + 1 < text.Length && text[end + 1] != ' ')))
            return null;
        at = end < 0 ? text.Length : end + (quoted ? 1 : 0);
        return quoted ? text[(from + 1)..end] : text[from..at];
    }

    private static InvalidError Problem(int at, string detail) =>
        InvalidError.Of("filter", string.Create(CultureInfo.InvariantCulture, $"at character {at + 1}: {detail}"), "request.filter");
}
