using Microsoft.Extensions.Options;
using Npgsql;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>Purges once an hour. Several nodes may do so at once: the second one finds nothing.</summary>
internal sealed class TombstoneSweep(TombstonePurge purge, IOptions<MetadataOptions> options, TimeProvider time, ILogger<TombstoneSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await purge.PurgeTombstonesAsync(options.Value.TombstonesKept, stoppingToken) is > 0 and var gone)
                    logger.LogInformation("purged {Count} tombstones of attributes", gone);
            }
            catch (NpgsqlException e)
            {
                logger.LogWarning(e, "could not purge tombstones; trying again in {Every}", Every);
            }
        }
    }
}
