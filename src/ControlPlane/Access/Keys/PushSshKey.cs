using Fleet.Contracts;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Metadata.Document;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>It is done when the guest says so: the answer is <c>pending</c>, and the key's state tells the rest.</summary>
internal static class PushSshKey
{
    public static async Task<IResult> HandleAsync(HttpContext http, KeySubjectLookup lookup, IMetadataWriter writer, IOrderSigner signer, SshKeyReader reader,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, ContractsJson.Default.CreateSshKey);
        if (body.Error is not null)
            return new ErrorResult(body.Error);
        var problems = new FieldProblems();
        var key = NewSshKey.Of(body.Value!, time.GetUtcNow(), problems);
        if (problems.ToError() is { } invalid)
            return new ErrorResult(invalid);
        var found = await lookup.FindAsync(http, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        var (subject, actor) = (found.Value!, http.User.Actor());
        var written = await subject.WriteAsync(writer, write => AddAsync(write, key!, subject, signer, actor, cancellationToken), cancellationToken);
        if (written.Error is not null)
            return new ErrorResult(written.Error);
        return await reader.ReadAsync(subject, written.Value, all: true, cancellationToken) is [var made]
            ? ApiResult.Created(made, ContractsJson.Default.SshKey, $"{subject.Path}/sshKeys/{made.Id}")
            : new ErrorResult(subject.MissingKey(written.Value.ToString()));
    }

    private static async Task<Outcome<SshKeyId>> AddAsync(MetadataWrite write, NewSshKey key, KeySubject subject, IOrderSigner signer, string actor, CancellationToken cancellationToken)
    {
        var inForce = write.Db.InForce(write.Project, write.Instance);
        var fingerprint = key.Key.Fingerprint;
        if (await inForce.Where(k => k.User == key.User && k.Fingerprint == fingerprint).Select(k => (SshKeyId?)k.Id).FirstOrDefaultAsync(cancellationToken) is { } known)
            return new ConflictError("sshKey.exists", $"{key.User} has this key already: it is {known}; remove it first to change its expiry");
        if (await inForce.CountAsync(cancellationToken) >= Limits.SshKeysPerSubject)
            return new ConflictError("sshKey.tooMany", $"there are {Limits.SshKeysPerSubject} keys already; remove some that are no longer needed");
        var row = key.ToRow(write.Project, write.Instance, actor, write.Revision);
        write.Db.SshKeys.Add(row);
        write.Db.Audit(actor, "sshKeys.create", write.Project, $"{subject.Subject}/sshKeys/{row.Id}", new() { ["user"] = row.User, ["fingerprint"] = fingerprint });
        await write.Db.SaveChangesAsync(cancellationToken);
        await KeySets.SignAsync(write, signer, cancellationToken);
        return row.Id;
    }
}
