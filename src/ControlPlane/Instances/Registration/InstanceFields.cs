using System.Text.RegularExpressions;
using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Instances.Registration;

/// <summary>What the plain fields of an instance may be; POST and PATCH hold the same rules.</summary>
internal static partial class InstanceFields
{
    private const int TextChars = 128;
    private const int LabelChars = 256;
    private const int MaxLabels = 64;

    public static void CheckHostname(string? value, FieldProblems problems)
    {
        if (value is not null && !Names.IsHostname(value))
            problems.Add("/hostname", "must be a hostname as in RFC 1123: labels of a-z, 0-9 and '-' with dots between them, at most 253 characters", "hostname.malformed");
    }

    public static void CheckText(string name, string? value, FieldProblems problems)
    {
        if (value is not null && (value.Length is 0 or > TextChars || value.Any(c => char.IsControl(c) || char.IsSurrogate(c))))
            problems.Add("/" + name, $"must be 1 to {TextChars} printable characters");
    }

    /// <summary>Null removes a label, where there may be one to remove.</summary>
    public static void CheckLabels(IEnumerable<KeyValuePair<string, string?>>? labels, bool mayRemove, FieldProblems problems)
    {
        foreach (var (key, value) in labels ?? [])
        {
            var at = JsonPointer.Append("/labels", key);
            if (!LabelKey().IsMatch(key))
                problems.Add(at, "a label's key has 1 to 63 of a-z, 0-9, '.', '_', '/' and '-'");
            if (value is null ? !mayRemove : value.Length > LabelChars || value.Any(char.IsControl))
                problems.Add(at, $"a label's value is a string of at most {LabelChars} characters without control characters");
        }
    }

    public static void CheckLabelCount(int count, FieldProblems problems)
    {
        if (count > MaxLabels)
            problems.Add("/labels", $"an instance has at most {MaxLabels} labels");
    }

    [GeneratedRegex("^[a-z0-9._/-]{1,63}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex LabelKey();
}
