using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Instances.Attributes;

/// <summary>
/// A merge patch held against what is there. A value that is set to itself, and the removal of what is not there, are no change: no revision moves for
/// them, and no guest is woken.
/// </summary>
/// <param name="After">All attributes, after it.</param>
/// <param name="Changed">Those that change; null removes.</param>
internal sealed record AttributeChange(Dictionary<string, string> After, Dictionary<string, string?> Changed)
{
    /// <summary>For the audit: keys, never values, which may be secrets.</summary>
    public Dictionary<string, string> Detail => new()
    {
        ["set"] = Keys(Changed.Where(c => c.Value is not null)),
        ["removed"] = Keys(Changed.Where(c => c.Value is null)),
    };

    public static Outcome<AttributeChange> Of(Dictionary<string, string> before, IReadOnlyDictionary<string, string?> patch)
    {
        var after = new Dictionary<string, string>(before, StringComparer.Ordinal);
        var changed = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, value) in patch)
        {
            if (before.GetValueOrDefault(key) == value)
                continue;
            changed[key] = value;
            if (value is null)
                after.Remove(key);
            else
                after[key] = value;
        }

        if (changed.Count == 0)
            return new Unchanged();
        if (AttributeFields.AreTooLarge(after))
            return new TooLargeError("the metadata", $"{Limits.AttributesTotalBytes} bytes of keys and values in all");
        return new AttributeChange(after, changed);
    }

    private static string Keys(IEnumerable<KeyValuePair<string, string?>> changes)
    {
        var keys = string.Join(' ', changes.Select(c => c.Key).Order(StringComparer.Ordinal));
        return keys.Length <= 2000 ? keys : keys[..2000] + "…";
    }
}
