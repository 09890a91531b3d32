using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.Contracts.Ssh;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.Storage.Entities;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>A key that has been found good. The text that was sent lives no longer than its check: it may have been a private key.</summary>
internal sealed record NewSshKey(string User, SshPublicKey Key, DateTimeOffset? ExpiresAt)
{
    /// <summary>Null when the problems have what is wrong with it.</summary>
    public static NewSshKey? Of(CreateSshKey request, DateTimeOffset now, FieldProblems problems, string pointer = "")
    {
        // The key first: whatever else is wrong, a private key must be called one.
        if (!SshPublicKey.TryParse(request.PublicKey, out var key, out var problem))
            problems.Add(pointer + "/publicKey", problem!.Detail, problem.Code);
        if (!Names.IsAccount(request.User))
            problems.Add(pointer + "/user", "must be the name of an account: a-z or '_' first, then a-z, 0-9, '_' and '-', at most 32 characters", "sshKey.user");
        if (request.ExpiresAt <= now)
            problems.Add(pointer + "/expiresAt", "must be in the future", "sshKey.expiresAt");
        return key is not null && Names.IsAccount(request.User) && !(request.ExpiresAt <= now) ? new(request.User!, key, request.ExpiresAt?.ToUniversalTime()) : null;
    }

    public static List<NewSshKey> Each(IReadOnlyList<CreateSshKey>? requests, DateTimeOffset now, FieldProblems problems)
    {
        var keys = new List<NewSshKey>();
        if (requests?.Count > Limits.SshKeysPerSubject)
            problems.Add("/sshKeys", $"an instance has at most {Limits.SshKeysPerSubject} keys", "sshKey.tooMany");
        foreach (var (index, request) in (requests ?? []).Take(Limits.SshKeysPerSubject).Index())
        {
            var at = JsonPointer.Append("/sshKeys", index);
            if (Of(request, now, problems, at) is not { } key)
                continue;
            if (keys.Exists(k => k.User == key.User && k.Key.Fingerprint == key.Key.Fingerprint))
                problems.Add(at, "is there twice: the same user and the same key", "sshKey.exists");
            keys.Add(key);
        }

        return keys;
    }

    public SshKeyRow ToRow(ProjectId project, InstanceId? instance, string actor, long revision) => new()
    {
        Id = SshKeyId.New(),
        ProjectId = project,
        InstanceId = instance,
        User = User,
        PublicKey = Key.Line,
        Fingerprint = Key.Fingerprint,
        Comment = Key.Comment,
        ExpiresAt = ExpiresAt,
        CreatedBy = actor,
        AddedRevision = revision,
    };
}
