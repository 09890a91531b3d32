using Fleet.Contracts.Events;
using Fleet.Contracts.Hub;
using Microsoft.AspNetCore.SignalR;

namespace Fleet.GuestAgent.Tests.Reporting;

/// <summary>What the hub does to one report.</summary>
internal enum Mischief
{
    None,
    DropBeforeCommit,
    DropAfterCommit,
    Busy,
    ClaimHole,
    Throw,
    Drain,
}

/// <summary>The hub with a script.</summary>
internal sealed class FakeHubScript
{
    public FakeStreams Streams { get; } = new();

    public Func<Mischief> Next { get; set; } = () => Mischief.None;

    public Func<string, bool> TokenIsGood { get; set; } = _ => true;

    public int Hellos;
    public int Ended;
    public HelloRequest? LastHello { get; set; }
}

internal sealed class FakeHub(FakeHubScript script) : Hub
{
    public HelloReply Hello(HelloRequest request)
    {
        Interlocked.Increment(ref script.Hellos);
        script.LastHello = request;
        return new()
        {
            ProtocolVersion = AgentHubProtocol.Version,
            Streams = [.. request.Epochs.Select(e => (e, script.Streams.Durable(e))).Select(s => new StreamState(s.e, s.Item2, s.Item2))],
            DbEpoch = script.Streams.DbEpoch,
            ServerTime = TimeProvider.System.GetUtcNow(),
        };
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        Interlocked.Increment(ref script.Ended);
        return Task.CompletedTask;
    }

    public async Task<ReportReply> Report(Guid epoch, long firstSeq, uint? crcBefore, AgentEvent[] events)
    {
        switch (script.Next())
        {
            case Mischief.DropBeforeCommit:
                Context.Abort();
                break;
            case Mischief.DropAfterCommit:
                script.Streams.Report(epoch, firstSeq, crcBefore, events);
                Context.Abort();
                break;
            case Mischief.Busy:
                return script.Streams.Reply(script.Streams.Durable(epoch)) with { RetryAfterMs = 5 };
            case Mischief.ClaimHole:
                return script.Streams.Reply(Math.Max(0, script.Streams.Durable(epoch) / 2));
            case Mischief.Throw:
                throw new HubException("out of order");
            case Mischief.Drain:
                await Clients.Caller.SendAsync(AgentHubProtocol.Drain);
                break;
            case Mischief.None:
                break;
        }

        return script.Streams.Report(epoch, firstSeq, crcBefore, events);
    }
}
