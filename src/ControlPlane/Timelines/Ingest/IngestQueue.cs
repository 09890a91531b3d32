using System.Threading.Channels;
using Fleet.Contracts.Hub;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>
/// Where reports wait for the database. Each writer takes whatever has come while it was committing, so that groups grow with the load and a lonely event
/// waits for nobody. An instance always goes to the same writer: its batches stay in order, and two writers of one node never meet on a row.
/// </summary>
internal sealed partial class IngestQueue(GroupIngest ingest, ILogger<IngestQueue> logger) : BackgroundService
{
    private const int Writers = 2;
    private const int GroupEvents = 5000;
    private const int GroupBatches = 256;
    private const long CapacityBytes = 64 * 1024 * 1024;

    private readonly Channel<Batch>[] lanes = [.. Enumerable.Range(0, Writers).Select(_ => Channel.CreateUnbounded<Batch>(new() { SingleReader = true }))];
    private long queuedBytes;

    /// <summary>Completes after the commit; when the queue is full, at once, with the wish to send again later.</summary>
    public Task<ReportReply> SubmitAsync(Batch batch)
    {
        // Bounded by weight, not by count: batches differ a hundredfold.
        if (Interlocked.Add(ref queuedBytes, batch.Weight) > CapacityBytes || !Lane(batch).Writer.TryWrite(batch))
        {
            Interlocked.Add(ref queuedBytes, -batch.Weight);
            ingest.Busy(batch);
        }

        return batch.Reply;
    }

    /// <summary>Lets the writers finish what is queued, within the host's time for stopping.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in lanes)
            lane.Writer.TryComplete();
        if (ExecuteTask is { } running)
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(lanes.Select(l => WriteAsync(l.Reader, stoppingToken)));

    private Channel<Batch> Lane(Batch batch) => lanes[(uint)batch.Stream.Instance.Value.GetHashCode() % Writers];

    private async Task WriteAsync(ChannelReader<Batch> reader, CancellationToken cancellationToken)
    {
        while (await reader.WaitToReadAsync(CancellationToken.None))
        {
            var (group, weight) = Take(reader);
            try
            {
                await ingest.IngestAsync(group, cancellationToken);
            }
            catch (Exception e)
            {
                // A writer that ends would hold up its instances for ever: a bug costs one group its answers, and agents send again.
                LogBug(e);
                group.ForEach(ingest.Busy);
            }

            Interlocked.Add(ref queuedBytes, -weight);
        }
    }

    private static (List<Batch> Group, long Weight) Take(ChannelReader<Batch> reader)
    {
        var group = new List<Batch>();
        var (events, weight) = (0, 0L);
        while (group.Count < GroupBatches && events < GroupEvents && reader.TryRead(out var batch))
        {
            group.Add(batch);
            events += batch.Events.Count;
            weight += batch.Weight;
        }

        return (group, weight);
    }

    [LoggerMessage(2010, LogLevel.Error, "ingest failed in a way that it should not")]
    private partial void LogBug(Exception e);
}
