namespace Fleet.Dashboard.Live;

/// <summary>Calls back on a beat that may change from one call to the next: fast while something runs, slow while nothing does.</summary>
internal sealed class Ticker : IDisposable
{
    private readonly CancellationTokenSource stop = new();

    /// <param name="time">The clock.</param>
    /// <param name="beat">How long to wait for the next call.</param>
    /// <param name="tick">The call; awaited before the next wait begins, so that a slow circuit is not flooded.</param>
    public Ticker(TimeProvider time, Func<TimeSpan> beat, Func<Task> tick) => _ = RunAsync(time, beat, tick, stop.Token);

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
    }

    private static async Task RunAsync(TimeProvider time, Func<TimeSpan> beat, Func<Task> tick, CancellationToken stopped)
    {
        try
        {
            while (!stopped.IsCancellationRequested)
            {
                await Task.Delay(beat(), time, stopped);
                await tick();
            }
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // the page, or its circuit, is gone
        }
    }
}
