using System.Globalization;
using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.Storage;
using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Timelines.Boots;

/// <summary><c>GET …/boots/{boot}/events</c>: by (stream, number).</summary>
internal sealed class ListBootEvents(IDbContextFactory<FleetDbContext> factory)
{
    private const int Standard = 200;
    private const int Most = 1000;

    public async Task<Outcome<BootEventList>> RunAsync(
        string project, string instance, string boot, int? pageSize, string? pageToken, CancellationToken cancellationToken)
    {
        var size = PageToken.Size(pageSize, Standard, Most);
        if (size.Error is not null)
            return size.Error;
        var (afterStream, afterSeq) = (0L, 0L);
        if (pageToken is not null && !(PageToken.TryRead(pageToken, 2, out var key) && Number(key[0], out afterStream) && Number(key[1], out afterSeq)))
            return PageToken.Invalid();
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var found = await BootLookup.BootAsync(db, project, instance, boot, cancellationToken);
        if (found.Error is not null)
            return found.Error;
        var (row, rows) = found.Value;
        var received = await db.Boots.Where(b => rows.Contains(b.Id)).GroupBy(_ => 1)
            .Select(g => new { First = g.Min(b => b.FirstReceivedAt), Last = g.Max(b => b.LastReceivedAt) }).SingleAsync(cancellationToken);
        var page = await db.Events.AsNoTracking()
            .Where(e => rows.Contains(e.BootRowId) && e.ReceivedAt >= received.First && e.ReceivedAt <= received.Last) // prunes partitions
            .Where(e => EF.Functions.GreaterThan(ValueTuple.Create(e.StreamId, e.Seq), ValueTuple.Create(afterStream, afterSeq)))
            .OrderBy(e => e.StreamId).ThenBy(e => e.Seq).Take(size.Value + 1).ToListAsync(cancellationToken);
        var more = page.Count > size.Value;
        if (more)
            page.RemoveAt(size.Value);
        return new BootEventList([.. page.Select(e => Event(row.BootId, e))], more ? PageToken.Of(page[^1].StreamId, page[^1].Seq) : null);
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
