using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Reporting;

/// <summary>
/// Keeps a loop going that must not end: what it does not catch itself is told, and it is begun anew. The daemon's events are in its memory, so a fault of
/// one loop must not take them along.
/// </summary>
internal sealed class Unending(EventBuffer events, AgentLog log)
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(1);

    /// <param name="name">For the event's path: <c>upkeep/{name}</c>.</param>
    /// <param name="loop">Begins the loop.</param>
    /// <param name="ct">Ends it.</param>
    public async Task RunAsync(string name, Func<CancellationToken, Task> loop, CancellationToken ct)
    {
        var backoff = new Backoff(events.Clock.Time, TimeSpan.FromSeconds(1), LongEnough);
        for (string? told = null; ;)
        {
            var started = events.Clock.Time.GetTimestamp();
            try
            {
                await loop(ct).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                if (events.Clock.Time.GetElapsedTime(started) > LongEnough)
                {
                    backoff.Reset();
                    told = null;
                }

                log.Error($"{name}: {e}");
                var reason = $"{name} failed and is begun anew: {e.GetType().Name}: {e.Message}";
                if (reason != told)
                    events.Progress($"{StepPath.Upkeep}/{name}", told = reason);
                await backoff.WaitAsync(ct).ConfigureAwait(false);
            }
        }
    }
}
