namespace Fleet.ControlPlane.Hosting.Idempotency;

/// <summary>The first answer once more, marked as such.</summary>
internal sealed class KeptAnswer(int status, string body, string? etag, string? location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = status < 400 ? "application/json; charset=utf-8" : "application/problem+json";
        response.Headers.CacheControl = "no-store";
        response.Headers["Idempotency-Replayed"] = "true";
        if (etag is not null)
            response.Headers.ETag = etag;
        if (location is not null)
            response.Headers.Location = location;
        return response.WriteAsync(body, httpContext.RequestAborted);
    }
}
