using System.Text;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>
/// An answer, with its length and in one write: Google's agent waits 40 ms for a second packet. Errors are HTML and never JSON: that agent does not look at the
/// status, and would take a problem document for metadata without keys, and every managed account for one to be stripped.
/// </summary>
internal sealed class GceResult : IResult
{
    private const string Html = "text/html; charset=UTF-8";

    private int Status { get; init; } = StatusCodes.Status200OK;

    private string? ContentType { get; init; }

    private byte[] Body { get; init; } = [];

    private Etag? Etag { get; init; }

    private string? Location { get; init; }

    private int? RetryAfterSeconds { get; init; }

    public static GceResult Text(string text, Etag etag) => new() { ContentType = "application/text", Body = Encoding.UTF8.GetBytes(text), Etag = etag };

    public static GceResult Json(byte[] json, Etag etag) => new() { ContentType = "application/json", Body = json, Etag = etag };

    /// <summary>Google's answer to a PUT; with a length, or its agent keeps one connection open for each.</summary>
    public static GceResult Accepted() => new() { ContentType = Html };

    public static GceResult Moved(HttpRequest request) => new()
    {
        Status = StatusCodes.Status301MovedPermanently,
        ContentType = Html,
        Location = $"{request.Scheme}://{request.Host}{request.Path}/{request.QueryString}",
        Body = Encoding.UTF8.GetBytes($"{request.Path}/\n"),
    };

    public static GceResult NotFound() => Error(StatusCodes.Status404NotFound, "Error 404 (Not Found)!!1", "The requested URL was not found on this server.");

    public static GceResult Error(FleetError error) => new()
    {
        Status = error.Status,
        ContentType = Html,
        Body = Page(error.Title, error.Detail),
        RetryAfterSeconds = error switch { TooManyError e => e.RetryAfterSeconds, UnavailableError e => e.RetryAfterSeconds, _ => null },
    };

    public static GceResult Error(int status, string title, string detail) => new() { Status = status, ContentType = Html, Body = Page(title, detail) };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        // Raw, without the quotes of RFC 9110: the clients send back what stands here.
        if (Etag is { } etag)
            response.Headers.ETag = etag.ToString();
        if (Location is not null)
            response.Headers.Location = Location;
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Body.Length > 0)
            await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }

    private static byte[] Page(string title, string detail) =>
        Encoding.UTF8.GetBytes($"<!DOCTYPE html>\n<html lang=en>\n<title>{title}</title>\n<p>{System.Net.WebUtility.HtmlEncode(detail)}</p>\n");
}
