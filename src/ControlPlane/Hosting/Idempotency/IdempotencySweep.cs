using System.Data.Common;

namespace Fleet.ControlPlane.Hosting.Idempotency;

/// <summary>Forgets answers after 24 hours. Any node may; a second one finds nothing.</summary>
internal sealed partial class IdempotencySweep(IdempotencyRecords records, TimeProvider time, ILogger<IdempotencySweep> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await records.SweepAsync(stoppingToken);
            }
            catch (DbException e)
            {
                LogFailed(logger, e);
            }
        }
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "Old Idempotency-Keys were not swept; the next sweep will do it")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
