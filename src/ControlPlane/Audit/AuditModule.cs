using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;

namespace Fleet.ControlPlane.Audit;

/// <summary>Who did what.</summary>
internal static class AuditModule
{
    public static void MapAudit(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGroup("/api/v1").RequireAuthorization(Policies.Operator).OnListener(ListenerKind.Public, ListenerKind.Local)
        .MapGet("/auditEvents", ListAuditEvents.HandleAsync).WithTags("audit")
        .Describe("auditEvents.list", "List audit events, newest first", 400).Produces<AuditEventList>();
}
