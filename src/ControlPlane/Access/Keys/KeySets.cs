using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.Storage;
using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>
/// Signs a subject's whole set anew, at every write. A guest does what the newest set says and refuses a lower revision, so a key cannot be slipped in,
/// left out or brought back by whoever sits between.
/// </summary>
internal static class KeySets
{
    /// <summary>The keys in force: neither removed nor expired, by the database's clock.</summary>
    public static IQueryable<SshKeyRow> InForce(this FleetDbContext db, ProjectId project, InstanceId? instance) => db.SshKeys
        .FromSql($"SELECT * FROM ssh_keys WHERE removed_at IS NULL AND expired_at IS NULL AND (expires_at IS NULL OR expires_at > now())")
        .Where(k => k.ProjectId == project && k.InstanceId == instance);

    /// <summary>
    /// Inside the write, after its rows are saved. The counter's row is locked, so no other writer of this subject can have keys that are not seen here.
    /// </summary>
    public static async Task SignAsync(MetadataWrite write, IOrderSigner signer, CancellationToken cancellationToken)
    {
        var subject = write.Instance is { } id ? OrderSubject.Of(id) : OrderSubject.Of(write.Project);
        var keys = await write.Db.InForce(write.Project, write.Instance).AsNoTracking().OrderBy(k => k.Id)
            .Select(k => new OrderedKey { Id = k.Id, User = k.User, PublicKey = k.PublicKey, ExpiresAt = k.ExpiresAt }).ToListAsync(cancellationToken);
        var payload = JsonSerializer.Serialize(
            new KeySetOrder { Kind = KeySetOrder.KindValue, Subject = subject, Revision = write.Revision, Keys = keys }, ContractsJson.Default.KeySetOrder);
        var order = JsonSerializer.Serialize(signer.Sign(payload), ContractsJson.Default.SignedOrder);
        await write.Db.Database.ExecuteSqlAsync($"""
            INSERT INTO key_sets (subject, revision, signed_order) VALUES ({subject}, {write.Revision}, {order})
            ON CONFLICT (subject) DO UPDATE SET revision = excluded.revision, signed_order = excluded.signed_order
            """, cancellationToken);
    }
}
