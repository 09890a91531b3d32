using Microsoft.Net.Http.Headers;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>
/// MapHub takes a WebSocket from any Origin (security.md M4), and a browser cannot leave Origin out: whoever sends one, even an empty one (M1), is no agent.
/// On the endpoint, not on a path: paths have many spellings.
/// </summary>
internal static class NoBrowsers
{
    public static TBuilder RefuseBrowsers<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            var next = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                if (!context.Request.Headers.ContainsKey(HeaderNames.Origin))
                    return next(context);
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });
        return endpoints;
    }
}
