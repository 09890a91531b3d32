using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Timelines.Ingest;
using Microsoft.AspNetCore.SignalR;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary><c>Hello</c>: who speaks which version, what time it is there, and how far its streams have come here.</summary>
internal sealed class HelloHandler(NpgsqlDataSource source, StreamStates streams, CallRates rates)
{
    private const int MostEpochs = 64;
    private const int VersionChars = 64;

    public async Task<HelloReply> HandleAsync(AgentConnection connection, HelloRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        if (!rates.TryTake(connection.Agent))
            throw new HubException("too many calls");
        var (serverTime, offsetMs) = await NoteAsync(connection, request, cancellationToken);
        connection.Hello = new(request.BootId, request.Origin, offsetMs);
        var (states, dbEpoch) = await streams.ReadAsync(connection.Instance, request.Epochs, cancellationToken);
        return new() { ProtocolVersion = AgentHubProtocol.Version, Streams = [.. states.Select(s => s.State)], DbEpoch = dbEpoch, ServerTime = serverTime };
    }

    private static void Check(HelloRequest request)
    {
        if (request is null)
            throw new HubException("Hello takes a HelloRequest");
        // The agent speaks every version up to its newest; there is only one so far.
        if (request.ProtocolVersion < AgentHubProtocol.Version)
            throw new HubException($"this server speaks protocol {AgentHubProtocol.Version}; the agent speaks up to {request.ProtocolVersion}: update the agent");
        if (request.AgentVersion is not { Length: > 0 and <= VersionChars } version || version.Any(c => c is < ' ' or > '~'))
            throw new HubException($"agentVersion is 1 to {VersionChars} printable ASCII characters");
        if (request.Epochs is null || request.Epochs.Count > MostEpochs)
            throw new HubException($"epochs is a list of at most {MostEpochs}");
    }

    // One round trip: the version, the moment, and the offset of a boot that is known already (else its first event brings it).
    private async Task<(DateTimeOffset ServerTime, double OffsetMs)> NoteAsync(AgentConnection connection, HelloRequest request, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            WITH clock AS (SELECT clock_timestamp() AS now, extract(epoch FROM $4 - clock_timestamp())::float8 * 1000 AS offset_ms),
            status AS (UPDATE instance_status SET agent_version = $3, last_seen_at = now() WHERE instance_id = $1 AND connection_id = $2),
            boot AS (UPDATE boots SET clock_offset_ms = (SELECT offset_ms FROM clock), origin = $6 WHERE instance_id = $1 AND boot_id = $5)
            SELECT now, offset_ms FROM clock
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = connection.Instance.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = connection.Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.AgentVersion });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = request.WallTime.ToUniversalTime() });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = request.BootId });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)request.Origin });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetFieldValue<DateTimeOffset>(0), reader.GetDouble(1));
    }
}
