using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Tests.Metadata;

/// <summary>What the REST API writes, in its shortest form. A null instance means the project.</summary>
internal sealed class MetadataWrites(IMetadataWriter writer)
{
    public const string KeyBlob = "AAAAC3NzaC1lZDI1NTE5AAAAIGMqm4oBPfHIH2ZfWbBVm3bOsbYcZqZPlTQe6KdLWN6s";

    public Task<Outcome<long>> ActAsync(ProjectId project, InstanceId? instance, Func<MetadataWrite, Task> act, long? ifMatch = null)
    {
        async Task<Outcome<long>> Act(MetadataWrite write)
        {
            await act(write);
            return write.Revision;
        }

        return instance is { } id
            ? writer.WriteInstanceAsync<long>(project, id, ifMatch, Act, CancellationToken.None)
            : writer.WriteProjectAsync<long>(project, ifMatch, Act, CancellationToken.None);
    }

    public Task<Outcome<long>> SetAsync(ProjectId project, InstanceId? instance, string key, string? value) => ActAsync(project, instance, write => SetAsync(write, key, value));

    public static async Task SetAsync(MetadataWrite write, string key, string? value)
    {
        if (write.Instance is { } instance)
        {
            var row = await write.Db.InstanceAttributes.SingleOrDefaultAsync(a => a.InstanceId == instance && a.Key == key);
            if (row is null)
                write.Db.Add(row = new() { InstanceId = instance, Key = key });
            (row.Value, row.Revision) = (value, write.Revision);
        }
        else
        {
            var row = await write.Db.ProjectAttributes.SingleOrDefaultAsync(a => a.ProjectId == write.Project && a.Key == key);
            if (row is null)
                write.Db.Add(row = new() { ProjectId = write.Project, Key = key });
            (row.Value, row.Revision) = (value, write.Revision);
        }
    }

    public Task<Outcome<long>> PushKeyAsync(ProjectId project, InstanceId? instance, string user, DateTimeOffset? expiresAt = null) =>
        ActAsync(project, instance, write => PushKeyAsync(write, user, expiresAt));

    public static async Task PushKeyAsync(MetadataWrite write, string user, DateTimeOffset? expiresAt = null)
    {
        write.Db.Add(new SshKeyRow
        {
            Id = SshKeyId.New(), ProjectId = write.Project, InstanceId = write.Instance, User = user, PublicKey = $"ssh-ed25519 {KeyBlob} {user}-laptop", Fingerprint = "SHA256:x",
            CreatedBy = "test", ExpiresAt = expiresAt, AddedRevision = write.Revision,
        });
        await SignAsync(write);
    }

    public static async Task RemoveKeysAsync(MetadataWrite write, string user)
    {
        await foreach (var row in write.Db.SshKeys.Where(k => k.ProjectId == write.Project && k.InstanceId == write.Instance && k.User == user && k.RemovedAt == null).AsAsyncEnumerable())
            row.RemovedAt = DateTimeOffset.UnixEpoch;
        await SignAsync(write);
    }

    private static async Task SignAsync(MetadataWrite write)
    {
        var subject = write.Instance is { } instance ? OrderSubject.Of(instance) : OrderSubject.Of(write.Project);
        var order = JsonSerializer.Serialize(new SignedOrder { KeyId = "test", Payload = $"{subject}@{write.Revision}", Signature = "c2ln" }, ContractsJson.Default.SignedOrder);
        if (await write.Db.KeySets.FindAsync(subject) is { } set)
            (set.Revision, set.SignedOrder) = (write.Revision, order);
        else
            write.Db.Add(new KeySetRow { Subject = subject, Revision = write.Revision, SignedOrder = order });
    }
}
