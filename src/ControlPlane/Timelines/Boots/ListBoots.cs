using System.Globalization;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Timelines.Boots;

/// <summary><c>GET …/boots</c>: newest first, by (started at, id).</summary>
internal sealed class ListBoots(IDbContextFactory<FleetDbContext> factory)
{
    private const int Standard = 20;
    private const int Most = 100;

    public async Task<Outcome<BootList>> RunAsync(string project, string instance, int? pageSize, string? pageToken, CancellationToken cancellationToken)
    {
        var size = PageToken.Size(pageSize, Standard, Most);
        if (size.Error is not null)
            return size.Error;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var owner = await BootLookup.InstanceAsync(db, project, instance, cancellationToken);
        if (owner.Error is not null)
            return owner.Error;
        var boots = db.Boots.AsNoTracking().Where(b => b.InstanceId == owner.Value && b.MergedInto == null);
        if (pageToken is not null)
        {
            if (!PageToken.TryRead(pageToken, 2, out var key) || !BootRowId.TryParse(key[1], null, out var id)
                || !DateTimeOffset.TryParseExact(key[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                return PageToken.Invalid();
            // Row comparison, because (at, id) is how the rows are ordered: boots of one moment are told apart by their ids.
            boots = boots.Where(b => EF.Functions.LessThan(ValueTuple.Create(b.StartedAt, b.Id), ValueTuple.Create(at, id)));
        }

        var page = await boots.OrderByDescending(b => b.StartedAt).ThenByDescending(b => b.Id).Take(size.Value + 1).Select(b => new BootSummary
        {
            Id = b.Id,
            BootId = b.BootId,
            Origin = b.Origin,
            StartedAt = b.StartedAt,
            EndedAt = b.EndedAt,
            Outcome = b.Outcome,
            FailedSteps = b.FailedSteps,
        }).ToListAsync(cancellationToken);
        var more = page.Count > size.Value;
        if (more)
            page.RemoveAt(size.Value);
        return new BootList(page, more ? PageToken.Of(page[^1].StartedAt.UtcDateTime.ToString("O"), page[^1].Id) : null);
    }
}
