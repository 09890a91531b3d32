using Fleet.Contracts;
using Fleet.Contracts.Hub;

namespace Fleet.GuestAgent.Reporting;

/// <summary>
/// Sends one stream, one report in flight: what comes up meanwhile goes in the next, so that a burst makes few reports and a lone event waits for
/// nothing. It outlives connections.
/// </summary>
internal sealed class StreamSender(StreamName name, EventBuffer buffer, Heartbeat heart)
{
    private readonly Backoff _slow = new(buffer.Clock.Time, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5));
    private int _withoutProgress;
    private int _atMost = Limits.ReportEvents;

    public Guid Epoch => buffer.Epoch(name);

    /// <summary>Until the connection ends, by an exception.</summary>
    public async Task RunAsync(HubLink link, DbEpoch dbEpoch, CancellationToken ct)
    {
        var known = dbEpoch.Current;
        while (true)
        {
            var batch = known == dbEpoch.Current ? buffer.Next(name, _atMost) : buffer.Question(name);
            if (batch is null)
            {
                await buffer.WaitAsync(name, ct).ConfigureAwait(false);
                continue;
            }

            var reply = await SendAsync(link, batch, ct).ConfigureAwait(false);
            heart.Beat();
            known = reply.DbEpoch;
            dbEpoch.Learn(reply.DbEpoch);
            var moved = Take(batch, reply);
            if (reply.RetryAfterMs is { } ms)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(ms, 1, 60_000)), buffer.Clock.Time, ct).ConfigureAwait(false);
            else
                await PaceAsync(moved, ct).ConfigureAwait(false);
        }
    }

    // A report that the connection does not survive may be too large for something on the way: smaller ones, down to single events.
    private async Task<ReportReply> SendAsync(HubLink link, Batch batch, CancellationToken ct)
    {
        try
        {
            return await link.ReportAsync(batch, ct).ConfigureAwait(false);
        }
        catch
        {
            _atMost = Math.Max(1, Math.Min(_atMost, batch.Events.Length) / 2);
            throw;
        }
    }

    private bool Take(Batch batch, ReportReply reply)
    {
        if (reply.Fork)
        {
            buffer.Fork(name, batch.Epoch);
            return false;
        }

        // Below the batch it is a hole, and the stream goes back; a server too busy to take anything repeats where it is.
        buffer.MoveTo(name, batch.Epoch, reply.Durable, reply.Safe);
        return reply.Durable >= batch.FirstSeq;
    }

    // A first hole is answered at once; a server that never moves is not asked without end.
    private Task PaceAsync(bool moved, CancellationToken ct)
    {
        if (!moved)
            return ++_withoutProgress < 2 ? Task.CompletedTask : _slow.WaitAsync(ct);
        _withoutProgress = 0;
        _atMost = Limits.ReportEvents;
        _slow.Reset();
        return Task.CompletedTask;
    }
}
