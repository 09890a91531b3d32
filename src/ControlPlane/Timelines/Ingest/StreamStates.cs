using Fleet.Contracts;
using Fleet.Contracts.Hub;
using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>How far an instance's streams have come: read only, opens nothing.</summary>
internal sealed class StreamStates(NpgsqlDataSource source, DatabaseEpoch epoch, SafeMarks marks)
{
    /// <summary>A state for each epoch, in the order asked; with the CRC of its last record.</summary>
    public async Task<(IReadOnlyList<(StreamState State, uint? LastCrc)> Streams, string DbEpoch)> ReadAsync(
        InstanceId instance, IReadOnlyList<Guid> epochs, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.Add("SELECT epoch, last_seq, last_crc FROM streams WHERE instance_id = $1 AND reporter = $2 AND epoch = ANY ($3)",
            Sql.Of(instance.Value), Sql.Of(StreamKey.Agent), Sql.Of(epochs.ToArray()));
        batch.Add(DatabaseEpoch.Query);
        var known = new Dictionary<Guid, (long LastSeq, uint? LastCrc)>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            known[reader.GetGuid(0)] = (reader.GetInt64(1), reader.IsDBNull(2) ? null : (uint)reader.GetInt64(2));
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return ([.. epochs.Select(e => Of(new(instance, StreamKey.Agent, e), known.GetValueOrDefault(e)))], epoch.Seen(reader.GetString(0)));
    }

    private (StreamState, uint?) Of(StreamKey key, (long LastSeq, uint? LastCrc) row) =>
        (new(key.Epoch, row.LastSeq, marks.Observe(key, row.LastSeq)), row.LastCrc);
}
