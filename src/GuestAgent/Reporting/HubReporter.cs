using Fleet.Contracts.Hub;
using Fleet.GuestAgent.Identity;

namespace Fleet.GuestAgent.Reporting;

/// <summary>Keeps a connection to the hub and brings the spool up. Whatever the server does, an event stays in the spool until it is acknowledged.</summary>
internal sealed class HubReporter(FleetServer server, EventBuffer buffer, AgentLog log)
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(5);
    private readonly Backoff _backoff = new(buffer.Clock.Time, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(15));
    private readonly Heartbeat _heart = new(buffer.Clock.Time);
    private StreamSender[]? _senders;
    private int _connects;

    /// <summary>Counts the connections that came to be: what is to be said once a connection is said again when this has moved.</summary>
    public int Connects => Volatile.Read(ref _connects);

    /// <summary>Why there is no connection; null while there is one.</summary>
    public string? Problem { get; private set; } = "not connected yet";

    /// <summary>Whether it has neither come round nor got an answer for too long. With a connection and nothing to send it rests, however long.</summary>
    public bool IsStalled => _heart.IsStale && (Problem is not null || buffer.HasUnsent);

    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            _heart.Beat();
            var started = buffer.Clock.Time.GetTimestamp();
            var end = HubEnd.Lost;
            try
            {
                end = await ConnectOnceAsync(ct).ConfigureAwait(false);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                Problem = e.Message;
                log.Warning($"hub: {e.Message}");
            }

            ct.ThrowIfCancellationRequested();
            _heart.Beat();
            if (buffer.Clock.Time.GetElapsedTime(started) > LongEnough)
                _backoff.Reset();
            await Task.Delay(Pause(end), buffer.Clock.Time, ct).ConfigureAwait(false);
        }
    }

    // They outlive connections.
    private StreamSender[] Senders => _senders ??= [new(StreamName.Timeline, buffer, _heart), new(StreamName.Output, buffer, _heart)];

    private TimeSpan Pause(HubEnd end) => end switch
    {
        HubEnd.Drained => Backoff.Uniform(TimeSpan.FromSeconds(5)),
        HubEnd.Revoked => TimeSpan.FromMinutes(1), // an operator may take it back; until then the server answers 401
        HubEnd.Lost => _backoff.Next(),
    };

    private async Task<HubEnd> ConnectOnceAsync(CancellationToken ct)
    {
        var link = new HubLink(server);
        await using (link.ConfigureAwait(false))
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, link.Closed);
            try
            {
                await link.StartAsync(ct).ConfigureAwait(false);
                var hello = await HelloAsync(link, both.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _connects);
                Problem = null;
                log.Info($"hub: connected to {server.Identity.Server}");
                await SendAsync(link, new(hello.DbEpoch, buffer.Wake), both).ConfigureAwait(false);
            }
            catch (Exception) when (link.Closed.IsCancellationRequested && !ct.IsCancellationRequested)
            {
                Problem = link.How switch
                {
                    HubEnd.Drained => "the server is going away",
                    HubEnd.Revoked => "the server has revoked this agent",
                    HubEnd.Lost => link.Reason ?? "the connection was lost",
                };
                log.Info($"hub: {Problem}");
            }

            return link.How;
        }
    }

    private async Task<HelloReply> HelloAsync(HubLink link, CancellationToken ct)
    {
        var (clock, epochs) = (buffer.Clock, Senders.Select(s => s.Epoch).ToArray());
        var reply = await link.HelloAsync(
            new HelloRequest
            {
                ProtocolVersion = AgentHubProtocol.Version,
                AgentVersion = AgentVersion.Text,
                BootId = clock.BootId,
                Origin = clock.Origin,
                MonotonicNs = clock.MonotonicNs(),
                WallTime = clock.Time.GetUtcNow(),
                Epochs = epochs,
            },
            ct).ConfigureAwait(false);
        for (var i = 0; i < epochs.Length; i++)
            if (reply.Streams.FirstOrDefault(s => s.Epoch == epochs[i]) is { } state)
                buffer.MoveTo((StreamName)i, epochs[i], state.Durable, state.Safe);
        return reply;
    }

    private async Task SendAsync(HubLink link, DbEpoch dbEpoch, CancellationTokenSource both)
    {
        var tasks = Senders.Select(s => s.RunAsync(link, dbEpoch, both.Token)).ToArray();
        try
        {
            await await Task.WhenAny(tasks).ConfigureAwait(false);
        }
        finally
        {
            await both.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
