using System.Globalization;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Instances;
using Fleet.Storage;
using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Timelines.Boots;

/// <summary><c>GET …/boots/{boot}/events</c>: by (stream, number).</summary>
internal static class ListBootEvents
{
    public static async Task<IResult> HandleAsync(string project, string instance, string boot, HttpContext http, InstanceLookup lookup,
        IDbContextFactory<FleetDbContext> factory, CancellationToken cancellationToken)
    {
        var request = PageRequest.Read(http, $"projects/{project}/instances/{instance}/boots/{boot}/events", 2);
        if (request.Error is not null)
            return new ErrorResult(request.Error);
        var size = request.Value!.Size;
        var (afterStream, afterSeq) = (0L, 0L);
        if (request.Value.After is { } key && !(Number(key[0], out afterStream) && Number(key[1], out afterSeq)))
            return new ErrorResult(PageRequest.BadToken);
        var owner = await lookup.FindAsync(project, instance, cancellationToken);
        if (owner.Error is not null)
            return new ErrorResult(owner.Error);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var found = await BootLookup.BootAsync(db, owner.Value!, boot, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        var (row, rows) = found.Value;
        var received = await db.Boots.Where(b => rows.Contains(b.Id)).GroupBy(_ => 1)
            .Select(g => new { First = g.Min(b => b.FirstReceivedAt), Last = g.Max(b => b.LastReceivedAt) }).SingleAsync(cancellationToken);
        var page = await db.Events.AsNoTracking()
            .Where(e => rows.Contains(e.BootRowId) && e.ReceivedAt >= received.First && e.ReceivedAt <= received.Last) // prunes partitions
            .Where(e => EF.Functions.GreaterThan(ValueTuple.Create(e.StreamId, e.Seq), ValueTuple.Create(afterStream, afterSeq)))
            .OrderBy(e => e.StreamId).ThenBy(e => e.Seq).Take(size + 1).ToListAsync(cancellationToken);
        var more = page.Count > size;
        if (more)
            page.RemoveAt(size);
        var token = more
            ? PageToken.Write(request.Value.Query, page[^1].StreamId.ToString(CultureInfo.InvariantCulture), page[^1].Seq.ToString(CultureInfo.InvariantCulture))
            : null;
        return ApiResult.Ok(new BootEventList([.. page.Select(e => Event(row.BootId, e))], token), ContractsJson.Default.BootEventList);
    }

    private static AgentEvent Event(Guid bootId, EventRow row) => new()
    {
        Seq = row.Seq,
        BootId = bootId,
        Path = row.Path,
        Kind = row.Kind,
        Outcome = row.Outcome,
        MonotonicNs = row.MonotonicNs,
        WallTime = row.WallTime,
        Message = row.Message,
        Attributes = row.Attributes,
        GapCount = row.GapCount,
    };

    private static bool Number(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
