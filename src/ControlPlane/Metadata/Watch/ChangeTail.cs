using Fleet.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>
/// The end of the change_log, for one session. A sequence is not commit order: a row may become visible after one with a higher id and a higher xid. So each read
/// begins at the oldest transaction that was still running at the last one, and the ids seen since then are remembered.
/// </summary>
internal sealed class ChangeTail
{
    private const string Start = "SELECT pg_snapshot_xmin(pg_current_snapshot())";
    private const string Read = "SELECT id, xid, project_id, instance_id, kind FROM change_log WHERE xid >= $1 ORDER BY xid, id";

    private readonly Dictionary<long, ulong> seen = [];
    private ulong low;

    /// <summary>Rows are known at or above the oldest running transaction: one below them may still appear.</summary>
    public bool IsUnsettled => seen.Count > 0;

    /// <summary>From here on. What was committed before is for those who read after they subscribed.</summary>
    public async Task StartAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Start, connection);
        low = (ulong)(await command.ExecuteScalarAsync(cancellationToken))!;
        seen.Clear();
    }

    /// <summary>Publishes each row once, as soon as it is visible.</summary>
    public async Task<int> ReadAsync(NpgsqlConnection connection, Action<Change> publish, CancellationToken cancellationToken)
    {
        // One batch, but two snapshots: the bound is taken first, so a transaction that ends in between is only looked at once more.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(Start), new(Read) { Parameters = { new() { Value = low, NpgsqlDbType = NpgsqlDbType.Xid8 } } } },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var oldest = reader.GetFieldValue<ulong>(0);
        await reader.NextResultAsync(cancellationToken);
        var found = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!seen.TryAdd(reader.GetInt64(0), reader.GetFieldValue<ulong>(1)))
                continue;
            found++;
            publish(new(new(reader.GetGuid(2)), reader.IsDBNull(3) ? null : new InstanceId(reader.GetGuid(3)), reader.GetString(4)));
        }

        low = oldest;
        foreach (var (id, xid) in seen)
            if (xid < oldest)
                seen.Remove(id);
        return found;
    }
}
