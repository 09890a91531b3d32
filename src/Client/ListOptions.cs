using System.Globalization;

namespace Fleet.Client;

/// <summary>Which page of a list, and of what.</summary>
public sealed record ListOptions
{
    /// <summary>Entries of a page; the server has a default and a limit.</summary>
    public int? PageSize { get; init; }

    /// <summary>The last page's <c>nextPageToken</c>, unchanged.</summary>
    public string? PageToken { get; init; }

    /// <summary>What entries must fulfil, such as <c>state:failed</c>.</summary>
    public string? Filter { get; init; }

    /// <summary>The field to order by.</summary>
    public string? OrderBy { get; init; }

    internal IEnumerable<(string Name, string? Value)> Pairs() =>
    [
        ("filter", Filter),
        ("orderBy", OrderBy),
        ("pageSize", PageSize?.ToString(CultureInfo.InvariantCulture)),
        ("pageToken", PageToken),
    ];
}
