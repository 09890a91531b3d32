using System.Text.Json.Serialization.Metadata;

namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>A resource as an answer: its JSON exactly as Contracts writes it, its ETag and, when it is new, its Location.</summary>
internal sealed class ApiResult<T>(T value, JsonTypeInfo<T> type, string? etag, string? location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = location is null ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        response.Headers.CacheControl = "no-store";
        if (etag is not null)
            response.Headers.ETag = etag;
        if (location is not null)
            response.Headers.Location = location;
        return JsonAnswer.WriteAsync(response, value, type, "application/json; charset=utf-8", httpContext.RequestAborted);
    }
}

internal static class ApiResult
{
    public static IResult Ok<T>(T value, JsonTypeInfo<T> type, string? etag = null) => new ApiResult<T>(value, type, etag, null);

    public static IResult Created<T>(T value, JsonTypeInfo<T> type, string location, string? etag = null) => new ApiResult<T>(value, type, etag, location);
}
