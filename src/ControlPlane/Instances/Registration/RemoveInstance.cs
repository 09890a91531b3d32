using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Instances.Registration;

internal static class RemoveInstance
{
    public static async Task<IResult> HandleAsync(string project, string instance, HttpContext http, InstanceLookup lookup, IDbContextFactory<FleetDbContext> contexts,
        IChangeNotifier notifier, CancellationToken cancellationToken)
    {
        var ifMatch = IfMatch.Required(http);
        if (ifMatch.Error is not null)
            return new ErrorResult(ifMatch.Error);
        var found = await lookup.FindAsync(project, instance, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await DeleteAsync(db, found.Value!, ifMatch.Value!, http.User.Actor(), cancellationToken) is { } error)
            return new ErrorResult(error);
        // Watches that are held for it read again, and find that it is gone.
        notifier.Changed(found.Value!.Project, found.Value.Id, "spec");
        return Results.NoContent();
    }

    private static async Task<FleetError?> DeleteAsync(FleetDbContext db, InstanceRef instance, IfMatch ifMatch, string actor, CancellationToken cancellationToken)
    {
        var id = instance.Id;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // In the order of all other writers: the counter, then the instance, on which ingest's KEY SHARE waits before it has anything else, then what ingest
        // locks behind it (streams, boots, status). The cascade has an order of its own.
        await db.Database.ExecuteSqlAsync($"""
            SELECT 1 FROM instance_revisions WHERE instance_id = {id.Value} FOR UPDATE
            """, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM instances WHERE id = {id.Value} FOR UPDATE", cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM streams WHERE instance_id = {id.Value} ORDER BY id FOR UPDATE", cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM boots WHERE instance_id = {id.Value} ORDER BY boot_id FOR UPDATE", cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM instance_status WHERE instance_id = {id.Value} FOR UPDATE", cancellationToken);
        var version = await db.Instances.Where(i => i.Id == id).Select(i => (long?)i.SpecVersion).SingleOrDefaultAsync(cancellationToken);
        if (version is null)
            return InstanceLookup.Missing(instance.ProjectName, instance.Name);
        if (ifMatch.Check(Revisions.Spec(version.Value)) is { } stale)
            return stale;
        await db.KeySets.Where(s => s.Subject == OrderSubject.Of(id)).ExecuteDeleteAsync(cancellationToken);
        await db.Instances.Where(i => i.Id == id).ExecuteDeleteAsync(cancellationToken);
        db.ChangeLog.Add(new() { ProjectId = instance.Project, InstanceId = id, Kind = "spec" });
        db.Audit(actor, "instances.delete", instance.Project, $"instances/{id}", new() { ["name"] = instance.Name });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return null;
    }
}
