using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Listeners;

namespace Fleet.ControlPlane.Hosting;

/// <summary>What no route takes is a 404 on every listener. Without these the fallback policy would answer a metadata client with a demand for a token.</summary>
internal static class UnknownPaths
{
    public static void MapUnknownPaths(this IEndpointRouteBuilder app)
    {
        app.MapFallback("{**path}", () => new ErrorResult(new NotFoundError("this path"))).AllowAnonymous().OnListener(ListenerKind.Public, ListenerKind.Local).ExcludeFromDescription();
        // Never JSON: some metadata clients take any JSON for their metadata, whatever the status says.
        app.MapFallback("{**path}", () => Results.Content("<!DOCTYPE html><title>404</title><p>Not found</p>\n", "text/html; charset=UTF-8", statusCode: StatusCodes.Status404NotFound))
            .AllowAnonymous().OnListener(ListenerKind.Metadata, ListenerKind.Ops).ExcludeFromDescription();
    }
}
