using Fleet.ControlPlane.Hosting.Background;

namespace Fleet.ControlPlane.Hosting.Idempotency;

/// <summary>Forgets answers after 24 hours. Any node may; a second one finds nothing.</summary>
internal sealed partial class IdempotencySweep(IdempotencyRecords records, TimeProvider time, ILogger<IdempotencySweep> logger) : RepeatedWork(time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override TimeSpan First => Every;

    protected override TimeSpan AfterFailure => Every;

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        await records.SweepAsync(cancellationToken);
        return Every;
    }

    protected override void Failed(Exception exception) => LogFailed(logger, exception);

    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "Old Idempotency-Keys were not swept; the next sweep will do it")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
