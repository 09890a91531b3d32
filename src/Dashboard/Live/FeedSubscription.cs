using System.Threading.Channels;
using Fleet.Contracts.Api;
using Microsoft.Extensions.Logging;

namespace Fleet.Dashboard.Live;

/// <summary>
/// One page's ear at the feed: the first change is delivered at once, later ones at most ten times a second, never two at a time. Disposal ends it, and
/// waits for nothing: a delivery that is under way may still be.
/// </summary>
internal sealed class FeedSubscription : IDisposable
{
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource stop = new();
    private readonly PendingChanges pending;
    private readonly Action<FeedSubscription> leave;

    public FeedSubscription(bool isLive, Func<FeedBatch, Task> deliver, Action<FeedSubscription> leave, TimeProvider time, ILogger logger)
    {
        pending = new PendingChanges(isLive);
        this.leave = leave;
        IsLive = isLive;
        _ = RunAsync(deliver, time, logger, stop.Token);
    }

    /// <summary>Whether the feed stood when the subscription was made.</summary>
    public bool IsLive { get; }

    public void Publish(ProjectChange change)
    {
        pending.Add(change);
        wake.Writer.TryWrite(true);
    }

    public void Dispose()
    {
        if (!wake.Writer.TryComplete())
            return;
        stop.Cancel();
        leave(this);
        stop.Dispose();
    }

    private async Task RunAsync(Func<FeedBatch, Task> deliver, TimeProvider time, ILogger logger, CancellationToken stopped)
    {
        try
        {
            while (await wake.Reader.WaitToReadAsync(stopped) && wake.Reader.TryRead(out _))
            {
                try
                {
                    await deliver(pending.Take());
                }
                catch (Exception failed) when (!stopped.IsCancellationRequested)
                {
                    // A page that cannot draw is that page's trouble; the feed goes on.
                    logger.LogWarning(failed, "a page failed to take a change");
                }

                await Task.Delay(Pace, time, stopped);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // disposed
        }
    }
}
