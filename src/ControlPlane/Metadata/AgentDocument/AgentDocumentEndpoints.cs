using System.Net.Mime;
using System.Security.Claims;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.ControlPlane.Metadata.Watch;

namespace Fleet.ControlPlane.Metadata.AgentDocument;

/// <summary>The only way desired state reaches Fleet's own agent. Which instance is asked for comes from its credential alone.</summary>
internal static class AgentDocumentEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/agent/v1").WithTags("agents").RequireAuthorization(Policies.Agent).OnListener(ListenerKind.Public)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/document", GetDocumentAsync).WithName("GetAgentDocument").WithSummary("The desired state of the agent's instance; with wait_for_change, held until it changes")
            .Produces<Contracts.Agents.AgentDocument>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests);
        group.MapGet("/user-data", GetUserDataAsync).WithName("GetAgentUserData").WithSummary("The body that the document's userData order names")
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Octet);
    }

    private static async Task<IResult> GetDocumentAsync(HttpContext context, ClaimsPrincipal user, VersionReader versions, HeldReads reads, CancellationToken cancellationToken)
    {
        var request = WatchRequest.Parse(context.Request.Query);
        if (request.Error is { } invalid)
            return new ErrorResult(invalid);
        if (await versions.FindAsync(user.Instance(), cancellationToken) is not { } version)
            return Missing(user);
        var read = await reads.ReadAsync(version, document => new Selected<InstanceDocument>(document, document.Version.Etag), request.Value!, cancellationToken);
        // A rejoin moves the document, and so ends the hold: its new state is not for the agent that was revoked.
        if (request.Value!.Wait && !await Reauthentication.StillCountsAsync(context))
            return new ErrorResult(new UnauthenticatedError());
        return read.Match(selected => new AgentDocumentResult(selected.Found!));
    }

    private static async Task<IResult> GetUserDataAsync(HttpContext context, ClaimsPrincipal user, DocumentReader reader, CancellationToken cancellationToken)
    {
        if (await reader.ReadAsync(user.Instance(), cancellationToken) is not { } document)
            return Missing(user);
        if (document.Instance.UserData is not { } body)
            return new ErrorResult(new NotFoundError("user-data of this instance"));
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(body, MediaTypeNames.Application.Octet);
    }

    private static ErrorResult Missing(ClaimsPrincipal user) => new(new NotFoundError($"instance {user.Instance()}"));
}
