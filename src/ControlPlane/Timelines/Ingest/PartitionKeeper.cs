using Fleet.ControlPlane.Hosting.Health;
using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>Keeps a week of partitions ahead, and drops what is past retention: partitions, rows (<see cref="Retention"/>), streams' marks. Hourly, on every node.</summary>
internal sealed partial class PartitionKeeper(
    EventPartitions partitions, NpgsqlDataSource source, SafeMarks marks, TimeProvider time, IConfiguration configuration, ILogger<PartitionKeeper> logger) : BackgroundService, IReadiness
{
    private const int DaysAhead = 7;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);
    private readonly int retentionDays = configuration.GetValue("Limits:EventRetentionDays", 90);
    private DateOnly readyUntil;

    /// <summary>Today and tomorrow have their partitions.</summary>
    public bool Ready => readyUntil > Today;

    string? IReadiness.Missing => Ready ? null : "partitions for today's and tomorrow's events";

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>One round: what <see cref="ExecuteAsync"/> does every hour.</summary>
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Every;
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(readyUntil, e);
                wait = AfterFailure;
            }

            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

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
