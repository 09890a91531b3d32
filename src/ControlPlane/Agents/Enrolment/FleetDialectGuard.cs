using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>Fleet's own dialect: a header that only code can set, and no request that came through a proxy (MD-01 to MD-03).</summary>
internal sealed class FleetDialectGuard : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var headers = context.HttpContext.Request.Headers;
        // Presence counts, not content: Kestrel keeps an empty header (security.md M1).
        if (headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded"))
            return Refuse("requests through a proxy are refused");
        var flavor = headers[FleetHeaders.MetadataFlavor];
        return flavor.Count == 1 && flavor[0] == FleetHeaders.MetadataFlavorFleet ? next(context) : Refuse($"send the header {FleetHeaders.MetadataFlavor}: {FleetHeaders.MetadataFlavorFleet}");
    }

    private static ValueTask<object?> Refuse(string detail) => ValueTask.FromResult<object?>(new ErrorResult(new ForbiddenError(detail)));
}
