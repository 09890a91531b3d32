using Fleet.ControlPlane.Hosting.Background;
using Microsoft.Extensions.Options;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>Purges once an hour. Several nodes may do so at once: the second one finds nothing.</summary>
internal sealed class TombstoneSweep(TombstonePurge purge, IOptions<MetadataOptions> options, TimeProvider time, ILogger<TombstoneSweep> logger) : RepeatedWork(time)
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override TimeSpan First => Every;

    protected override TimeSpan AfterFailure => Every;

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        if (await purge.PurgeTombstonesAsync(options.Value.TombstonesKept, cancellationToken) is > 0 and var gone)
            logger.LogInformation("purged {Count} tombstones of attributes", gone);
        return Every;
    }

    protected override void Failed(Exception exception) => logger.LogWarning(exception, "could not purge tombstones; trying again in {Every}", Every);
}
