using System.Globalization;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Instances.Reading;

/// <summary>What a list may be ordered by. The id breaks ties, so that a page ends between two rows and never within equals.</summary>
internal sealed record InstanceOrder(string Column, bool Descending, Func<Instance, string> Key, Func<string, object?> Parse)
{
    private static readonly Dictionary<string, InstanceOrder> Known = new(StringComparer.Ordinal)
    {
        ["name"] = new("i.name", false, i => i.Name, key => key.Contains('\0', StringComparison.Ordinal) ? null : key),
        ["createdAt"] = new("i.created_at", false, i => i.CreatedAt.UtcTicks.ToString(CultureInfo.InvariantCulture), key => Ticks(key)),
    };

    public static Outcome<InstanceOrder> Of(string text)
    {
        var words = text.Split(' ');
        return words.Length <= 2 && Known.TryGetValue(words[0], out var order) && (words.Length == 1 || words[1] is "asc" or "desc")
            ? order with { Descending = words.Length == 2 && words[1] == "desc" }
            : InvalidError.Of("orderBy", $"must be one of {string.Join(", ", Known.Keys)}, with ' desc' behind it for the other way round");
    }

    private static DateTimeOffset? Ticks(string key) =>
        long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
}
