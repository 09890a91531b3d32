using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.ControlPlane.Metadata.Watch;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>Google's metadata server, for the guest that (network, source address) names.</summary>
internal static class GceEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/computeMetadata").OnListener(ListenerKind.Metadata).AllowAnonymous().ExcludeFromDescription();
        group.AddEndpointFilter<RouteGroupBuilder, GceGuard>();
        // All methods, and all that lies beside v1: the host's own 404 and 405 would come without Google's headers, and as JSON.
        group.Map("/v1/{**path}", HandleAsync).WithName("GceMetadata");
        group.Map("/{**path}", () => GceResult.NotFound()).WithName("GceNotFound");
    }

    private static async Task<IResult> HandleAsync(HttpContext context, VersionReader versions, HeldReads reads, CancellationToken cancellationToken)
    {
        var parsed = GceRequest.Parse(context.Request);
        if (parsed.Error is { } invalid)
            return GceResult.Error(invalid);
        var request = parsed.Value!;
        var put = HttpMethods.IsPut(context.Request.Method);
        if (put ? !GceGuestAttributes.IsOne(request.Path) : !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return GceResult.Error(StatusCodes.Status405MethodNotAllowed, "Error 405 (Method Not Allowed)!!1", "The request method is inappropriate for this URL.");

        if (CallerAddress.Of(context) is not { } caller || await versions.FindAsync(caller, cancellationToken) is not { } guest)
            return GceResult.NotFound();
        if (put)
            return GceResult.Accepted();
        return GceSelector.Find(request.Path) is { } selector ? await ReadAsync(context, request, guest, selector, reads, cancellationToken) : GceResult.NotFound();
    }

    private static async Task<IResult> ReadAsync(HttpContext context, GceRequest request, DocumentVersion guest, GceSelector selector, HeldReads reads, CancellationToken cancellationToken)
    {
        var lacksSlash = false;
        var read = await reads.ReadAsync(guest, document =>
        {
            var value = selector.Select(document);
            lacksSlash = value is { IsDirectory: true } && !request.Slash;
            return new Selected<GceValue>(value?.IsDirectory == request.Slash ? value : null, selector.Reads.Of(document));
        }, request.Watch, cancellationToken);

        if (read.Error is not null)
            return read.Error is NotFoundError ? GceResult.NotFound() : GceResult.Error(read.Error);
        if (read.Value.Found is { } found)
            return Render(request, found, read.Value.Etag);
        return lacksSlash ? GceResult.Moved(context.Request) : GceResult.NotFound();
    }

    private static GceResult Render(GceRequest request, GceValue value, Etag etag) => (value.IsDirectory, request.Recursive, request.Json) switch
    {
        (true, true, not false) => GceResult.Json(GceJson.Write(value), etag),
        (true, true, false) => GceResult.Text(GceText.Recursive(value), etag),
        (true, false, _) => GceResult.Text(GceText.Listing(value), etag),
        (false, _, true) => GceResult.Json(GceJson.Write(value), etag),
        (false, _, _) when value is GceValue.Strings { AlwaysJson: true } => GceResult.Json(GceJson.Write(value), etag),
        (false, _, _) => GceResult.Text(GceText.Leaf(value), etag),
    };
}
