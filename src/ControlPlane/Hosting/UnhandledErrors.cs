using Fleet.ControlPlane.Hosting.Errors;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Fleet.ControlPlane.Hosting;

/// <summary>The last resort: a bug is a 500 without details, a database out of reach a 503, a body that does not bind a 400. Metadata clients get no JSON.</summary>
internal sealed partial class UnhandledErrors(ILogger<UnhandledErrors> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        FleetError error = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new TooLargeError("the body", Limit(httpContext)),
            BadHttpRequestException bad => new InvalidError("request.invalid", bad.InnerException?.Message ?? bad.Message),
            _ when DatabaseFaults.IsTransient(exception) => new UnavailableError("the database does not answer; nothing was changed, or it was all changed: read before you repeat", 2),
            _ => new InternalError(),
        };
        if (error.Status >= 500)
            LogFailed(exception, httpContext.Request.Method, httpContext.Request.Path);
        // google-guest-agent takes any JSON for its metadata, whatever the status says, and then removes every user's keys (clients.md 0.1).
        if (httpContext.Features.Get<Listeners.ListenerFeature>()?.Kind is Listeners.ListenerKind.Metadata)
        {
            httpContext.Response.StatusCode = error.Status;
            if (error is UnavailableError unavailable)
                httpContext.Response.Headers.RetryAfter = unavailable.RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            httpContext.Response.ContentType = "text/html; charset=UTF-8";
            await httpContext.Response.WriteAsync($"<!DOCTYPE html><title>{error.Status}</title><p>{error.Title}</p>\n", cancellationToken);
            return true;
        }

        await new ErrorResult(error).ExecuteAsync(httpContext);
        return true;
    }

    private static string Limit(HttpContext http) =>
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } bytes ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes} bytes") : "fewer bytes";

    private sealed record InternalError() : FleetError(StatusCodes.Status500InternalServerError, "server.error", "A fault in Fleet", "the server's log has the details, under this traceId");

    [LoggerMessage(1100, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(Exception e, string method, string path);
}
