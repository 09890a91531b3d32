using Fleet.ControlPlane.Hosting.Background;
using Fleet.ControlPlane.Hosting.Health;
using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>Keeps a week of partitions ahead, and drops what is past retention: partitions, rows (<see cref="Retention"/>), streams' marks. Hourly, on every node.</summary>
internal sealed partial class PartitionKeeper(
    EventPartitions partitions, NpgsqlDataSource source, SafeMarks marks, TimeProvider time, IConfiguration configuration, ILogger<PartitionKeeper> logger) : RepeatedWork(time), IReadiness
{
    private const int DaysAhead = 7;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private readonly int retentionDays = configuration.GetValue("Limits:EventRetentionDays", 90);
    private DateOnly readyUntil;

    /// <summary>Today and tomorrow have their partitions.</summary>
    public bool Ready => readyUntil > Today;

    string? IReadiness.Missing => Ready ? null : "partitions for today's and tomorrow's events";

    protected override TimeSpan AfterFailure => TimeSpan.FromSeconds(30);

    private DateOnly Today => DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);

    /// <summary>One round: what is done every hour.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        var today = Today;
        var present = (await partitions.ListAsync(cancellationToken)).ToHashSet();
        for (var day = today; day <= today.AddDays(DaysAhead); day = day.AddDays(1))
            if (!present.Contains(day))
                await partitions.CreateAsync(day, cancellationToken);
        readyUntil = today.AddDays(DaysAhead);
        await PruneAsync(present, today, cancellationToken);
    }

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        await KeepAsync(cancellationToken);
        return Every;
    }

    protected override void Failed(Exception exception) => LogFailed(readyUntil, exception);

    private async Task PruneAsync(IEnumerable<DateOnly> present, DateOnly today, CancellationToken cancellationToken)
    {
        marks.Prune();
        foreach (var day in present.Where(d => d < today.AddDays(-retentionDays)).Order())
            await partitions.DropAsync(day, cancellationToken);
        await Retention.PruneAsync(source, cancellationToken);
    }

    [LoggerMessage(2022, LogLevel.Error, "partitions of events could not be kept; they reach to {Until}. Events without a partition go to events_default and are moved later")]
    private partial void LogFailed(DateOnly until, Exception e);
}
