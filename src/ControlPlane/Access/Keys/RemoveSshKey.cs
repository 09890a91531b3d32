using Fleet.Contracts;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Instances;
using Fleet.ControlPlane.Metadata.Document;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>The row stays, for the record; the signed set no longer has the key.</summary>
internal static class RemoveSshKey
{
    public static async Task<IResult> HandleAsync(
        string key, HttpContext http, KeySubjectLookup lookup, IMetadataWriter writer, IOrderSigner signer, CancellationToken cancellationToken)
    {
        var found = await lookup.FindAsync(http, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        var subject = found.Value!;
        if (!SshKeyId.TryParse(key, null, out var id))
            return new ErrorResult(subject.MissingKey(key));
        var actor = http.User.Actor();
        var written = await subject.WriteAsync(writer, write => RemoveAsync(write, id, subject, signer, actor, cancellationToken), cancellationToken);
        return written.Error is not null and not Unchanged ? new ErrorResult(written.Error) : Results.NoContent();
    }

    private static async Task<Outcome<bool>> RemoveAsync(MetadataWrite write, SshKeyId id, KeySubject subject, IOrderSigner signer, string actor, CancellationToken cancellationToken)
    {
        var row = await write.Db.SshKeys.AsNoTracking()
            .SingleOrDefaultAsync(k => k.Id == id && k.ProjectId == write.Project && k.InstanceId == write.Instance, cancellationToken);
        if (row is null)
            return subject.MissingKey(id.ToString());
        if (row.RemovedAt is not null)
            return new Unchanged();
        await write.Db.Database.ExecuteSqlAsync($"UPDATE ssh_keys SET removed_at = now() WHERE id = {id.Value}", cancellationToken);
        write.Db.Audit(actor, "sshKeys.delete", write.Project, $"{subject.Subject}/sshKeys/{id}", new() { ["user"] = row.User, ["fingerprint"] = row.Fingerprint });
        await KeySets.SignAsync(write, signer, cancellationToken);
        return true;
    }
}
