using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>
/// Forgets tombstones. A token of a sub-tree is the highest revision of what lies below it, so with a tombstone gone it could fall back to one that was given
/// out for other content: therefore the subject's floor rises to its new counter in the same transaction. All of its watches are answered once, with what they
/// had. A tombstone has no time, and needs none: what is bounded is how many of them every read carries.
/// </summary>
internal sealed class TombstonePurge(IDbContextFactory<FleetDbContext> contexts, IMetadataWriter writer)
{
    /// <summary>Purges each subject that has more tombstones than <paramref name="kept"/>; answers how many went.</summary>
    public async Task<int> PurgeTombstonesAsync(int kept, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var projects = await db.ProjectAttributes.Where(a => a.Value == null).GroupBy(a => a.ProjectId).Where(g => g.Count() > kept).Select(g => g.Key).ToListAsync(cancellationToken);
        var instances = await db.InstanceAttributes.Where(a => a.Value == null).GroupBy(a => a.InstanceId).Where(g => g.Count() > kept).Select(g => g.Key).ToListAsync(cancellationToken);

        var gone = 0;
        foreach (var project in projects)
            gone += (await writer.WriteProjectAsync(project, null, write => PurgeProjectAsync(write, cancellationToken), cancellationToken)).Value;
        foreach (var instance in instances)
        {
            var project = await db.InstanceRevisions.Where(r => r.InstanceId == instance).Select(r => r.ProjectId).FirstOrDefaultAsync(cancellationToken);
            gone += (await writer.WriteInstanceAsync(project, instance, null, write => PurgeInstanceAsync(write, instance, cancellationToken), cancellationToken)).Value;
        }

        return gone;
    }

    private static async Task<Outcome<int>> PurgeProjectAsync(MetadataWrite write, CancellationToken cancellationToken)
    {
        await write.Db.ProjectRevisions.Where(r => r.ProjectId == write.Project).ExecuteUpdateAsync(r => r.SetProperty(x => x.Floor, write.Revision), cancellationToken);
        return await write.Db.ProjectAttributes.Where(a => a.ProjectId == write.Project && a.Value == null).ExecuteDeleteAsync(cancellationToken);
    }

    private static async Task<Outcome<int>> PurgeInstanceAsync(MetadataWrite write, InstanceId instance, CancellationToken cancellationToken)
    {
        await write.Db.InstanceRevisions.Where(r => r.InstanceId == instance).ExecuteUpdateAsync(r => r.SetProperty(x => x.Floor, write.Revision), cancellationToken);
        return await write.Db.InstanceAttributes.Where(a => a.InstanceId == instance && a.Value == null).ExecuteDeleteAsync(cancellationToken);
    }
}
