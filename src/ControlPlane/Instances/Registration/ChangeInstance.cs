using Fleet.Contracts;
using Fleet.ControlPlane.Access.Keys;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Instances.Reading;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.ControlPlane.Metadata.Watch;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Instances.Registration;

/// <summary>What users say of an instance is part of its document, so it is written where documents are.</summary>
internal static class ChangeInstance
{
    public static async Task<IResult> HandleAsync(string project, string instance, HttpContext http, InstanceLookup lookup, IMetadataWriter writer, IOrderSigner signer,
        IChangeNotifier notifier, InstanceReader reader, CancellationToken cancellationToken)
    {
        var ifMatch = IfMatch.Required(http);
        if (ifMatch.Error is not null)
            return new ErrorResult(ifMatch.Error);
        var patch = await InstancePatch.ReadAsync(http);
        if (patch.Error is not null)
            return new ErrorResult(patch.Error);
        var found = await lookup.FindAsync(project, instance, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        var written = await writer.WriteInstanceAsync(found.Value!.Project, found.Value.Id, null,
            write => WriteAsync(write, found.Value, ifMatch.Value!, patch.Value!, signer, http.User.Actor(), cancellationToken), cancellationToken);
        if (written.Error is null)
            notifier.Changed(found.Value.Project, found.Value.Id, "spec"); // a revoked agent's connections end on every node at once
        return written.Error is not null and not Unchanged
            ? new ErrorResult(written.Error)
            : (await reader.GetAsync(found.Value, cancellationToken)).Match(i => ApiResult.Ok(i, ContractsJson.Default.Instance, i.Etag));
    }

    private static async Task<Outcome<bool>> WriteAsync(MetadataWrite write, InstanceRef instance, IfMatch ifMatch, InstancePatch patch, IOrderSigner signer, string actor,
        CancellationToken cancellationToken)
    {
        if (await write.Db.Instances.SingleOrDefaultAsync(i => i.Id == instance.Id, cancellationToken) is not { } row)
            return InstanceLookup.Missing(instance.ProjectName, instance.Name);
        if (ifMatch.Check(Revisions.Spec(row.SpecVersion)) is { } stale)
            return stale;
        var changed = patch.Apply(row);
        if (changed.Error is not null)
            return changed.Error;
        var rejoined = patch.Rejoin && await RevokeAgentAsync(write, actor, cancellationToken);
        if (changed.Value!.Count == 0 && !rejoined)
            return new Unchanged();
        row.SpecVersion++;
        if (changed.Value.Contains("userData"))
            row.UserDataOrder = signer.Order(instance.Id, write.Revision, row.UserData);
        if (changed.Value.Count > 0)
        {
            await write.Db.InstanceRevisions.Where(r => r.InstanceId == instance.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.FactsRevision, write.Revision), cancellationToken);
            write.Db.Audit(actor, "instances.update", write.Project, $"instances/{instance.Id}", new() { ["fields"] = string.Join(' ', changed.Value) });
        }

        write.Db.ChangeLog.Add(new() { ProjectId = write.Project, InstanceId = instance.Id, Kind = "spec" });
        return true;
    }

    /// <summary>A rebuilt guest has lost its key. Without an agent in force, joining works once more.</summary>
    private static async Task<bool> RevokeAgentAsync(MetadataWrite write, string actor, CancellationToken cancellationToken)
    {
        var revoked = await write.Db.Database.ExecuteSqlAsync(
            $"UPDATE agents SET revoked_at = now(), auth_epoch = auth_epoch + 1 WHERE instance_id = {write.Instance!.Value.Value} AND revoked_at IS NULL", cancellationToken);
        if (revoked > 0)
            write.Db.Audit(actor, "instances.rejoin", write.Project, $"instances/{write.Instance.Value}");
        return revoked > 0;
    }
}
