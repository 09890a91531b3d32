using System.Diagnostics.CodeAnalysis;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>The attributes of one project or one instance, with their tombstones.</summary>
internal sealed class AttributeSet
{
    private readonly Dictionary<string, AttributeEntry> entries;

    public AttributeSet(IEnumerable<KeyValuePair<string, AttributeEntry>> entries)
    {
        this.entries = new(entries, StringComparer.Ordinal);
        Live = [.. this.entries.Where(e => e.Value.Value is not null).Select(e => KeyValuePair.Create(e.Key, e.Value.Value!)).OrderBy(e => e.Key, StringComparer.Ordinal)];
        Highest = this.entries.Count == 0 ? 0 : this.entries.Values.Max(e => e.Revision);
        Bytes = this.entries.Sum(e => 120L + 2 * (e.Key.Length + (e.Value.Value?.Length ?? 0)));
    }

    /// <summary>What there is, sorted by key.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Live { get; }

    /// <summary>The highest revision, tombstones included.</summary>
    public long Highest { get; }

    /// <summary>What it weighs in the cache.</summary>
    public long Bytes { get; }

    /// <summary>The revision at which a key last changed; 0 if it never existed.</summary>
    public long RevisionOf(string key) => entries.TryGetValue(key, out var entry) ? entry.Revision : 0;

    public bool TryGet(string key, [NotNullWhen(true)] out string? value)
    {
        value = entries.TryGetValue(key, out var entry) ? entry.Value : null;
        return value is not null;
    }
}
