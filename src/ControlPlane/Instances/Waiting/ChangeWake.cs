using System.Threading.Channels;
using Fleet.ControlPlane.Metadata.Watch;

namespace Fleet.ControlPlane.Instances.Waiting;

/// <summary>Wakes one waiter when something of its instance may have changed. A change that comes before the wait is not lost: it ends the next one.</summary>
internal sealed class ChangeWake : IDisposable
{
    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly IDisposable subscription;

    public ChangeWake(IChangeFeed feed, InstanceRef instance) => subscription = feed.Subscribe(change =>
    {
        if (change is null || change.Instance == instance.Id || (change.Instance is null && change.Project == instance.Project))
            changes.Writer.TryWrite(true);
    });

    /// <summary>Returns on a change, when the time is up, or when the server stops; throws when the client has gone.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(atMost, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stopping, cancellationToken);
        try
        {
            await changes.Reader.ReadAsync(any.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }

    public void Dispose() => subscription.Dispose();
}
