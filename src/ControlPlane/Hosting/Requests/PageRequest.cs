using System.Globalization;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary><c>pageSize</c> and <c>pageToken</c> (AIP-158).</summary>
/// <param name="Query">What the tokens are bound to.</param>
/// <param name="Size">Rows of a page.</param>
/// <param name="After">The sort keys of the last row before this page; null on the first one.</param>
internal sealed record PageRequest(string Query, int Size, IReadOnlyList<string>? After)
{
    /// <param name="http">The request.</param>
    /// <param name="scope">What is listed, so that another list's token is refused.</param>
    /// <param name="keys">How many sort keys a token holds.</param>
    /// <param name="parameters">The route's own query parameters; they bind the token. Any other parameter is refused, not ignored.</param>
    public static Outcome<PageRequest> Read(HttpContext http, string scope, int keys, params IReadOnlyList<string> parameters)
    {
        var query = http.Request.Query;
        IReadOnlyList<string> known = ["pageSize", "pageToken", .. parameters];
        foreach (var (name, values) in query)
            if (!known.Contains(name) || values.Count > 1)
                return InvalidError.Of(name, values.Count > 1 ? "is there twice" : $"is not a parameter; the parameters are {string.Join(", ", known)}");
        var size = 100;
        if (query.TryGetValue("pageSize", out var wanted) && (!int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > 1000))
            return InvalidError.Of("pageSize", "must be a number from 1 to 1000");
        var bound = string.Join('\n', parameters.Select(p => $"{p}={query[p]}").Prepend(scope));
        if (!query.TryGetValue("pageToken", out var token))
            return new PageRequest(bound, size, null);
        return PageToken.Read(bound, token.ToString(), keys) is { } after ? new PageRequest(bound, size, after) : BadToken;
    }

    /// <summary>Also for a token whose keys are none.</summary>
    public static InvalidError BadToken => InvalidError.Of("pageToken", "is not a nextPageToken of this very query; start again without it");
}
