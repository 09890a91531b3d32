using Fleet.Contracts;
using Fleet.Storage;
using Fleet.Storage.Entities;

namespace Fleet.ControlPlane.Audit;

/// <summary>Adds the audit row to the act's own context, so that both commit or neither does.</summary>
internal static class AuditLog
{
    public static void Audit(this FleetDbContext db, string actor, string action, ProjectId? project, string resource, Dictionary<string, string>? detail = null) =>
        db.AuditEvents.Add(new AuditRow { Actor = actor, Action = action, ProjectId = project, Resource = resource, Detail = detail });
}
