using Fleet.Contracts;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Instances.Projects;
using Fleet.ControlPlane.Metadata.Document;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Attributes;

internal static class ChangeProjectAttributes
{
    public static async Task<IResult> HandleAsync(
        string project, HttpContext http, ProjectReader projects, IMetadataWriter writer, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var patch = await AttributePatch.ReadAsync(http);
        if (patch.Error is not null)
            return new ErrorResult(patch.Error);
        var found = await projects.FindAsync(project, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        // If-Match is compared in the act, where the counter is locked, so that 412 can name the current one as an ETag.
        var written = await writer.WriteProjectAsync(found.Value!.Id, null, write => WriteAsync(write, patch.Value!, http.User.Actor(), cancellationToken), cancellationToken);
        if (written.Error is Unchanged)
            written = await OwnAttributes.ReadAsync(database, found.Value.Id.Value, ofProject: true, ProjectReader.Missing(project), cancellationToken);
        return written.Match(own => ApiResult.Ok(own.Values, ContractsJson.Default.DictionaryStringString, own.Etag));
    }

    private static async Task<Outcome<OwnAttributes>> WriteAsync(MetadataWrite write, AttributePatch patch, string actor, CancellationToken cancellationToken)
    {
        if (patch.IfMatch.Check(Revisions.Half(write.Revision - 1)) is { } stale)
            return stale;
        var rows = await write.Db.ProjectAttributes.Where(a => a.ProjectId == write.Project).ToDictionaryAsync(a => a.Key, StringComparer.Ordinal, cancellationToken);
        var change = AttributeChange.Of(rows.Values.Where(r => r.Value is not null).ToDictionary(r => r.Key, r => r.Value!, StringComparer.Ordinal), patch.Attributes);
        if (change.Error is not null)
            return change.Error;
        foreach (var (key, value) in change.Value!.Changed)
        {
            if (!rows.TryGetValue(key, out var row))
                write.Db.ProjectAttributes.Add(row = new() { ProjectId = write.Project, Key = key });
            (row.Value, row.Revision) = (value, write.Revision);
        }

        write.Db.Audit(actor, "projects.metadata.update", write.Project, $"projects/{write.Project}", change.Value.Detail);
        return new OwnAttributes(change.Value.After, Revisions.Half(write.Revision));
    }
}
