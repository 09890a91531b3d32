using System.Net;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Upkeep;

/// <summary>Holds the watch for as long as the agent lives and hands on each change.</summary>
internal sealed class Watch(DocumentClient client, TimeProvider time, AgentLog log)
{
    private static readonly TimeSpan TooSoon = TimeSpan.FromSeconds(1);
    private readonly Backoff _backoff = new(time, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(15));
    // A server that asks for more is asked sooner: a watch that rests for longer counts as one that hangs.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private readonly Heartbeat _heart = new(time);
    private long _sameAt;
    private bool _sameBefore;

    /// <summary>Why the last try failed; null when it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether it has not come round for too long.</summary>
    public bool IsStalled => _heart.IsStale;

    /// <summary>Called when the state is still the same, at least once a minute while there is a server.</summary>
    public Func<Task> Unchanged { private get; init; } = () => Task.CompletedTask;

    /// <param name="lastETag">What has been taken already; null reads first.</param>
    /// <param name="taken">Acts on a state. When it throws, the same state is given again.</param>
    /// <param name="ct">Ends the watch.</param>
    public async Task RunAsync(string? lastETag, Func<DesiredState, Task> taken, CancellationToken ct)
    {
        while (true)
        {
            _heart.Beat();
            try
            {
                var state = await (lastETag is null ? client.ReadAsync(ct) : client.WatchAsync(lastETag, ct)).ConfigureAwait(false);
                if (state.ETag == lastETag)
                {
                    await Unchanged().ConfigureAwait(false);
                    await RestAsync(ct).ConfigureAwait(false);
                }
                else
                {
                    await taken(state).ConfigureAwait(false);
                }

                lastETag = state.ETag;
                Problem = null;
                _backoff.Reset();
            }
            catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or IOException or AgentRefusedException or OperationCanceledException)
            {
                if (Problem != e.Message)
                    log.Warning($"watch: {e.Message}");
                Problem = e.Message;
                await Task.Delay(PauseAfter(e), time, ct).ConfigureAwait(false);
            }
        }
    }

    private TimeSpan PauseAfter(Exception e) =>
        e is AgentRefusedException { Status: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, RetryAfter: { } wait }
            ? (wait < LongestWait ? wait : LongestWait) + _backoff.Next()
            : _backoff.Next();

    // A held answer with the same ETag is the end of a minute, or a server that goes away: asked again at once. Two within a second are a fault.
    private async Task RestAsync(CancellationToken ct)
    {
        var soon = _sameBefore && time.GetElapsedTime(_sameAt) < TooSoon;
        if (soon)
            await Task.Delay(TooSoon, time, ct).ConfigureAwait(false);
        (_sameAt, _sameBefore) = (time.GetTimestamp(), true);
    }
}
