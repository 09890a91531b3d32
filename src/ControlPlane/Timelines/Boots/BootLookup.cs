using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Instances;
using Fleet.Storage;
using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Timelines.Boots;

/// <summary>Finds the boot that an address names.</summary>
internal static class BootLookup
{
    public const string Latest = "latest";

    /// <summary>The boot that is shown, and every row whose events belong to it: those that were merged into it stay where they are.</summary>
    public static async Task<Outcome<(BootRow Boot, IReadOnlyList<BootRowId> Rows)>> BootAsync(
        FleetDbContext db, InstanceRef instance, string boot, CancellationToken cancellationToken)
    {
        var all = db.Boots.AsNoTracking().Where(b => b.InstanceId == instance.Id);
        var found = await Named(all, boot).FirstOrDefaultAsync(cancellationToken);
        if (found?.MergedInto is { } target)
            found = await all.FirstOrDefaultAsync(b => b.Id == target, cancellationToken);
        if (found is null)
            return new NotFoundError($"projects/{instance.ProjectName}/instances/{instance.Name}/boots/{(boot.Length <= 64 ? boot : boot[..64] + "…")}");
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
