using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.Storage;
using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Timelines.Boots;

/// <summary>Finds what a boot's address names. An instance of another project is not there, as one that never was.</summary>
internal static class BootLookup
{
    public const string Latest = "latest";

    public static async Task<Outcome<InstanceId>> InstanceAsync(FleetDbContext db, string project, string instance, CancellationToken cancellationToken)
    {
        var rows = db.Instances.Where(i => db.Projects.Any(p => p.Id == i.ProjectId && p.Name == project));
        rows = InstanceId.TryParse(instance, null, out var id) ? rows.Where(i => i.Id == id) : rows.Where(i => i.Name == instance);
        return await rows.Select(i => (InstanceId?)i.Id).SingleOrDefaultAsync(cancellationToken) is { } found ? found : new NotFoundError($"instance '{instance}'");
    }

    /// <summary>The boot that is shown, and every row whose events belong to it: those that were merged into it stay where they are.</summary>
    public static async Task<Outcome<(BootRow Boot, IReadOnlyList<BootRowId> Rows)>> BootAsync(
        FleetDbContext db, string project, string instance, string boot, CancellationToken cancellationToken)
    {
        if (await InstanceAsync(db, project, instance, cancellationToken) is var owner && owner.Error is { } error)
            return error;
        var all = db.Boots.AsNoTracking().Where(b => b.InstanceId == owner.Value);
        var found = await Named(all, boot).FirstOrDefaultAsync(cancellationToken);
        if (found?.MergedInto is { } target)
            found = await all.FirstOrDefaultAsync(b => b.Id == target, cancellationToken);
        if (found is null)
            return new NotFoundError($"boot '{boot}'");
        var merged = await all.Where(b => b.MergedInto == found.Id).Select(b => b.Id).ToListAsync(cancellationToken);
        return (found, (IReadOnlyList<BootRowId>)[found.Id, .. merged]);
    }

    private static IQueryable<BootRow> Named(IQueryable<BootRow> all, string boot)
    {
        if (boot == Latest)
            return all.Where(b => b.MergedInto == null).OrderByDescending(b => b.StartedAt).ThenByDescending(b => b.Id);
        if (!Guid.TryParseExact(boot, "D", out var guid))
            return all.Where(_ => false);
        var row = new BootRowId(guid);
        return all.Where(b => b.Id == row || b.BootId == guid).OrderBy(b => b.Id == row ? 0 : 1);
    }
}
