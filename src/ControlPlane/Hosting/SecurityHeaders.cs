using Fleet.ControlPlane.Hosting.Listeners;

namespace Fleet.ControlPlane.Hosting;

/// <summary>Headers of every answer on the public listener, and the two framings that no honest client sends.</summary>
internal static class SecurityHeaders
{
    // Blazor's own style attributes need 'unsafe-inline' for styles; scripts are files of our own origin alone.
    private const string Csp = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

    public static IApplicationBuilder UseFleetHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        // Content-Length beside Transfer-Encoding: Kestrel takes it (security.md M2), a proxy in front may read it otherwise.
        if (request.Headers.TransferEncoding.Count > 0 && request.Headers.ContentLength is not null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        var headers = context.Response.Headers;
        if (context.Features.Get<ListenerFeature>()?.Kind is ListenerKind.Public)
        {
            headers.ContentSecurityPolicy = Csp;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            // A browser's circuit must come from our own page: SignalR takes any Origin by itself (security.md M4).
            if (request.Path.StartsWithSegments("/_blazor") && !IsOwnOrigin(request))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
        }

        return next(context);
    });

    private static bool IsOwnOrigin(HttpRequest request)
    {
        // Browsers send Origin with every WebSocket and POST; a same-origin GET (the long-polling form) has none, and changes nothing.
        var origin = request.Headers.Origin;
        if (origin.Count == 0)
            return HttpMethods.IsGet(request.Method) && !request.HttpContext.WebSockets.IsWebSocketRequest;
        return origin.Count == 1 && origin[0] == $"{request.Scheme}://{request.Host}";
    }
}
