using System.Globalization;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Access.Keys;
using Fleet.ControlPlane.Audit;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.Storage;

namespace Fleet.ControlPlane.Instances.Registration;

/// <summary>The rows of a new instance.</summary>
internal static class InstanceRows
{
    public static async Task AddAsync(FleetDbContext db, InstanceRef instance, NewInstance valid, string actor, IOrderSigner signer, CancellationToken cancellationToken)
    {
        var (id, request) = (instance.Id, valid.Request);
        var revision = InstanceRevisions.Create(id, instance.Project);
        db.Instances.Add(new()
        {
            Id = id,
            ProjectId = instance.Project,
            Name = instance.Name,
            Hostname = request.Hostname,
            Labels = valid.Labels,
            Dialect = request.Dialect,
            ProviderInstanceId = request.ProviderInstanceId,
            Zone = request.Zone,
            MachineType = request.MachineType,
            Image = request.Image,
            Network = request.Network,
            Addresses = valid.Addresses,
            MacAddresses = valid.MacAddresses,
            UserData = valid.UserData,
            UserDataOrder = signer.Order(id, revision.Revision, valid.UserData),
        });
        db.InstanceRevisions.Add(revision);
        db.InstanceStatuses.Add(new() { InstanceId = id, State = ProvisioningState.Pending });
        // Sorted: two registrations that want the same addresses must not wait for each other.
        foreach (var address in valid.Addresses.Order(StringComparer.Ordinal))
            db.InstanceAddresses.Add(new() { Network = request.Network!, Address = address, InstanceId = id });
        foreach (var (key, value) in valid.Attributes)
            db.InstanceAttributes.Add(new() { InstanceId = id, Key = key, Value = value, Revision = revision.Revision });
        foreach (var key in valid.SshKeys)
            db.SshKeys.Add(key.ToRow(instance.Project, id, actor, revision.Revision));
        db.ChangeLog.Add(new() { ProjectId = instance.Project, InstanceId = id, Kind = "spec" });
        db.Audit(actor, "instances.create", instance.Project, $"instances/{id}", new()
        {
            ["name"] = instance.Name,
            ["sshKeys"] = valid.SshKeys.Count.ToString(CultureInfo.InvariantCulture),
            ["userDataBytes"] = (valid.UserData?.Length ?? 0).ToString(CultureInfo.InvariantCulture),
        });
        await db.SaveChangesAsync(cancellationToken);
        if (valid.SshKeys.Count > 0)
            await KeySets.SignAsync(new MetadataWrite(db, instance.Project, id, revision.Revision), signer, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
