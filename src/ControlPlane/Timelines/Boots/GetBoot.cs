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

/// <summary><c>GET …/boots/{boot}</c></summary>
internal static class GetBoot
{
    public static async Task<IResult> HandleAsync(
        string project, string instance, string boot, InstanceLookup lookup, IDbContextFactory<FleetDbContext> factory, CancellationToken cancellationToken)
    {
        var owner = await lookup.FindAsync(project, instance, cancellationToken);
        if (owner.Error is not null)
            return new ErrorResult(owner.Error);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var found = await BootLookup.BootAsync(db, owner.Value!, boot, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        var (row, rows) = found.Value;
        var spans = await db.Spans.AsNoTracking().Where(s => rows.Contains(s.BootRowId)).OrderBy(s => s.StartNs).ThenBy(s => s.Path).ToListAsync(cancellationToken);
        return ApiResult.Ok(Model(row, spans, row.EndedAt is null ? await NowMsAsync(db, row, cancellationToken) : null), ContractsJson.Default.Boot);
    }

    public static Boot Model(BootRow row, IReadOnlyList<SpanRow> spans, double? nowMs)
    {
        var shown = spans.Select(Span).ToList();
        return new Boot
        {
            Id = row.Id,
            BootId = row.BootId,
            Origin = row.Origin,
            StartedAt = row.StartedAt,
            EndedAt = row.EndedAt,
            Outcome = row.Outcome,
            FailedSteps = row.FailedSteps,
            ClockOffsetMs = row.ClockOffsetMs,
            NowMs = nowMs,
            Spans = shown,
            Gaps = BootGaps.Of(shown),
        };
    }

    private static BootSpan Span(SpanRow row) => new()
    {
        Path = row.Path,
        Name = StepPath.Name(row.Path),
        Stage = StepPath.Stage(row.Path),
        Reporter = row.Reporter,
        Clock = "monotonic",
        StartMs = row.StartNs / 1e6,
        // A monotonic clock cannot go back; a guest that says so gets a bar without length.
        DurationMs = row.EndNs is { } end ? Math.Max(0, end - row.StartNs) / 1e6 : null,
        Outcome = row.Outcome,
        Message = row.Message,
        Parent = StepPath.Parent(row.Path),
    };

    // By the database's clock, as StartedAt is. A boot that a newer one has followed will not go on: its time stands where it was last heard.
    private static async Task<double?> NowMsAsync(FleetDbContext db, BootRow row, CancellationToken cancellationToken)
    {
        var overtaken = await db.Boots.AnyAsync(b => b.InstanceId == row.InstanceId && b.StartedAt > row.StartedAt && b.MergedInto == null, cancellationToken);
        var now = overtaken
            ? row.LastReceivedAt
            : await db.Database.SqlQuery<DateTimeOffset>($"SELECT clock_timestamp() AS \"Value\"").SingleAsync(cancellationToken);
        return (now - row.StartedAt).TotalMilliseconds;
    }
}
