using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Timelines.Ingest;
using Microsoft.AspNetCore.SignalR;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary><c>Report</c>: answers after the commit. Without events it only asks how far the stream has come.</summary>
internal sealed class ReportHandler(IngestQueue queue, StreamStates streams, CallRates rates, DatabaseEpoch dbEpoch)
{
    private const int RetryAfterMs = 1000;

    public async Task<ReportReply> HandleAsync(
        AgentConnection connection, Guid epoch, long firstSeq, uint? crcBefore, AgentEvent[] events, CancellationToken cancellationToken)
    {
        Check(epoch, firstSeq, events);
        if (!rates.TryTake(connection.Agent))
            return Later(firstSeq);
        if (events.Length == 0)
            return await AskAsync(connection, epoch, firstSeq, crcBefore, cancellationToken);
        try
        {
            return await queue.SubmitAsync(new(new(connection.Instance, StreamKey.Agent, epoch), connection.Project, firstSeq, crcBefore, events, connection.Hello));
        }
        catch (Exception e) when (e is InstanceGoneException or TooManyStreamsException or TimeoutException)
        {
            throw new HubException(e.Message);
        }
    }

    // What a good agent never sends. A single event that is wrong is not refused here: its stream could never go on.
    private static void Check(Guid epoch, long firstSeq, AgentEvent[] events)
    {
        if (epoch == Guid.Empty)
            throw new HubException("epoch is empty");
        if (firstSeq < 1)
            throw new HubException("firstSeq starts at 1");
        if (events is null || events.Length > Limits.ReportEvents || events.Any(e => e is null))
            throw new HubException($"events is a list of at most {Limits.ReportEvents}");
    }

    private ReportReply Later(long firstSeq) => dbEpoch.LastSeen is { } seen
        ? new() { Durable = firstSeq - 1, Safe = 0, DbEpoch = seen, RetryAfterMs = RetryAfterMs }
        : throw new HubException("too many calls");

    private async Task<ReportReply> AskAsync(AgentConnection connection, Guid epoch, long firstSeq, uint? crcBefore, CancellationToken cancellationToken)
    {
        var (states, dbEpoch) = await streams.ReadAsync(connection.Instance, [epoch], cancellationToken);
        var (state, lastCrc) = states[0];
        var fork = firstSeq == state.Durable + 1 && crcBefore is { } before && lastCrc is { } last && before != last;
        return new() { Durable = state.Durable, Safe = state.Safe, DbEpoch = dbEpoch, Fork = fork };
    }
}
