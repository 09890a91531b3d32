using System.Diagnostics.Metrics;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>
/// On the endpoint group and not on a path's prefix: <c>//computeMetadata</c> and <c>%2F</c> slip past a prefix. The header is one that only code can set, so a
/// server that is talked into fetching a URL gets nothing; a request that came through a proxy is not the guest's own. Whatever goes wrong behind it stays HTML.
/// </summary>
internal sealed class GceGuard(IMeterFactory meters, ILogger<GceGuard> logger) : IEndpointFilter
{
    private const string FlavorHeader = "Metadata-Flavor";
    private const string Flavor = "Google";
    private const string ForwardedHeader = "X-Forwarded-For";

    private readonly Counter<long> proxied = meters.Create("Fleet.Metadata").CreateCounter<long>("md_proxied_rejected", description: "metadata requests refused because they came through a proxy");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers[FlavorHeader] = Flavor;
        headers.Server = "Metadata Server for VM";
        headers.XXSSProtection = "0";
        headers.XFrameOptions = "SAMEORIGIN";

        // Kestrel keeps an empty header: presence is what counts.
        if (http.Request.Headers.ContainsKey(ForwardedHeader))
        {
            proxied.Add(1, new KeyValuePair<string, object?>("dialect", "gce"));
            return Forbidden("Requests that were forwarded by a proxy are refused.");
        }

        if (http.Request.Headers[FlavorHeader] is not [Flavor])
            return Forbidden("Missing required header \"Metadata-Flavor\": \"Google\"");

        try
        {
            return await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty;
        }
        catch (Exception e) when (DatabaseFaults.IsTransient(e))
        {
            logger.LogWarning(e, "metadata for {Address} could not be read", http.Connection.RemoteIpAddress);
            return GceResult.Error(StatusCodes.Status503ServiceUnavailable, "Error 503", "The metadata server is not available. Try again.");
        }
#pragma warning disable CA1031 // the host's own answer to a bug would be JSON, which is worse than any bug here
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogError(e, "metadata for {Address} failed", http.Connection.RemoteIpAddress);
            return GceResult.Error(StatusCodes.Status500InternalServerError, "Error 500", "The metadata server failed.");
        }
    }

    private static GceResult Forbidden(string why) => GceResult.Error(StatusCodes.Status403Forbidden, "Error 403 (Forbidden)!!1", why);
}
