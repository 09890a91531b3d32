using Fleet.ControlPlane.Hosting.Errors;
using Microsoft.Net.Http.Headers;

namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>RFC 9110 section 13.1.1. <see cref="Tag"/> is null for <c>*</c>.</summary>
internal sealed record IfMatch(string? Tag)
{
    public static Outcome<IfMatch> Required(HttpContext http)
    {
        var header = http.Request.Headers.IfMatch;
        if (header.Count == 0)
            return new PreconditionRequiredError();
        if (!EntityTagHeaderValue.TryParseStrictList(header!, out var tags) || tags.Count != 1)
            return InvalidError.Of("If-Match", "must be * or one ETag with its quotes, as it was read");
        // A weak tag never matches strongly: it stays as it is, and is told what is current.
        return new IfMatch(tags[0].Equals(EntityTagHeaderValue.Any) ? null : tags[0].ToString());
    }

    public StaleError? Check(string current) => Tag is null || Tag == current ? null : new StaleError(current);
}
