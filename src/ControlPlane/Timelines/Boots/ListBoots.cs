using System.Globalization;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Instances;
using Fleet.Storage;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Timelines.Boots;

/// <summary><c>GET …/boots</c>: newest first, by (started at, id).</summary>
internal static class ListBoots
{
    public static async Task<IResult> HandleAsync(
        string project, string instance, HttpContext http, InstanceLookup lookup, IDbContextFactory<FleetDbContext> factory, CancellationToken cancellationToken)
    {
        var request = PageRequest.Read(http, $"projects/{project}/instances/{instance}/boots", 2);
        if (request.Error is not null)
            return new ErrorResult(request.Error);
        var size = request.Value!.Size;
        var found = await lookup.FindAsync(project, instance, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        var owner = found.Value!.Id;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var boots = db.Boots.AsNoTracking().Where(b => b.InstanceId == owner && b.MergedInto == null);
        if (request.Value.After is { } key)
        {
            if (!BootRowId.TryParse(key[1], null, out var id)
                || !DateTimeOffset.TryParseExact(key[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                return new ErrorResult(PageRequest.BadToken);
            // Row comparison, because (at, id) is how the rows are ordered: boots of one moment are told apart by their ids.
            boots = boots.Where(b => EF.Functions.LessThan(ValueTuple.Create(b.StartedAt, b.Id), ValueTuple.Create(at, id)));
        }

        var page = await boots.OrderByDescending(b => b.StartedAt).ThenByDescending(b => b.Id).Take(size + 1).Select(b => new BootSummary
        {
            Id = b.Id,
            BootId = b.BootId,
            Origin = b.Origin,
            StartedAt = b.StartedAt,
            EndedAt = b.EndedAt,
            Outcome = b.Outcome,
            FailedSteps = b.FailedSteps,
        }).ToListAsync(cancellationToken);
        var more = page.Count > size;
        if (more)
            page.RemoveAt(size);
        var token = more ? PageToken.Write(request.Value.Query, page[^1].StartedAt.UtcDateTime.ToString("O"), page[^1].Id.ToString()) : null;
        return ApiResult.Ok(new BootList(page, token), ContractsJson.Default.BootList);
    }
}
