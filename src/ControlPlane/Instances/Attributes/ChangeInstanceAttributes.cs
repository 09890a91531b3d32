using Fleet.Contracts;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Metadata.Document;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Attributes;

internal static class ChangeInstanceAttributes
{
    public static async Task<IResult> HandleAsync(
        string project, string instance, HttpContext http, InstanceLookup lookup, IMetadataWriter writer, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var patch = await AttributePatch.ReadAsync(http);
        if (patch.Error is not null)
            return new ErrorResult(patch.Error);
        var found = await lookup.FindAsync(project, instance, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        var (projectId, id) = (found.Value!.Project, found.Value.Id);
        // If-Match is compared in the act, where the counter is locked, so that 412 can name the current one as an ETag.
        var written = await writer.WriteInstanceAsync(projectId, id, null, write => WriteAsync(write, patch.Value!, http.User.Actor(), cancellationToken), cancellationToken);
        if (written.Error is Unchanged)
            written = await OwnAttributes.ReadAsync(database, id.Value, ofProject: false, InstanceLookup.Missing(project, instance), cancellationToken);
        return written.Match(own => ApiResult.Ok(own.Values, ContractsJson.Default.DictionaryStringString, own.Etag));
    }

    private static async Task<Outcome<OwnAttributes>> WriteAsync(MetadataWrite write, AttributePatch patch, string actor, CancellationToken cancellationToken)
    {
        if (patch.IfMatch.Check(Revisions.Half(write.Revision - 1)) is { } stale)
            return stale;
        var id = write.Instance!.Value;
        var rows = await write.Db.InstanceAttributes.Where(a => a.InstanceId == id).ToDictionaryAsync(a => a.Key, StringComparer.Ordinal, cancellationToken);
        var change = AttributeChange.Of(rows.Values.Where(r => r.Value is not null).ToDictionary(r => r.Key, r => r.Value!, StringComparer.Ordinal), patch.Attributes);
        if (change.Error is not null)
            return change.Error;
        foreach (var (key, value) in change.Value!.Changed)
        {
            if (!rows.TryGetValue(key, out var row))
                write.Db.InstanceAttributes.Add(row = new() { InstanceId = id, Key = key });
            (row.Value, row.Revision) = (value, write.Revision);
        }

        write.Db.Audit(actor, "instances.metadata.update", write.Project, $"instances/{id}", change.Value.Detail);
        return new OwnAttributes(change.Value.After, Revisions.Half(write.Revision));
    }
}
