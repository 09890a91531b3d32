namespace Fleet.ControlPlane.Hosting.Background;

/// <summary>
/// Work that a node does again and again. Whatever goes wrong in a round is logged, and the next round comes: a background service that throws ends the whole
/// node, and which exception a failed statement becomes depends on what ran it (EF wraps a lost session as an InvalidOperationException). Only a stop ends it.
/// </summary>
internal abstract class RepeatedWork(TimeProvider time) : BackgroundService
{
    /// <summary>How long after a round that failed.</summary>
    protected abstract TimeSpan AfterFailure { get; }

    /// <summary>How long before the first round.</summary>
    protected virtual TimeSpan First => TimeSpan.Zero;

    protected TimeProvider Time => time;

    /// <summary>One round; how long until the next one.</summary>
    protected abstract Task<TimeSpan> RunAsync(CancellationToken cancellationToken);

    /// <summary>Tells of a round that failed.</summary>
    protected abstract void Failed(Exception exception);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await PauseAsync(First, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = AfterFailure;
            try
            {
                pause = await RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // see above: nothing that a round throws is worth the node
            catch (Exception e)
#pragma warning restore CA1031
            {
                Failed(e);
            }

            await PauseAsync(pause, stoppingToken);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stoppingToken) =>
        await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
