using Fleet.Contracts;
using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>The first locks of a group: instances against deletion, then its streams, in the order of their ids.</summary>
internal static class StreamRows
{
    /// <summary>Opens streams that are new, and locks all. A stream whose instance is gone, or may open no more, is missing from the answer.</summary>
    public static async Task<(Dictionary<StreamKey, StreamPlan> Plans, IReadOnlySet<InstanceId> Present, string DbEpoch)> LockAsync(
        NpgsqlConnection connection, IReadOnlyCollection<StreamKey> keys, CancellationToken cancellationToken)
    {
        var instances = keys.Select(k => k.Instance.Value).ToArray();
        var reporters = keys.Select(k => k.Reporter).ToArray();
        var epochs = keys.Select(k => k.Epoch).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        // A group touches few rows of big tables, always by key. Without fresh statistics the planner would rather read a whole table into a hash.
        batch.Add("SET LOCAL enable_seqscan = off").Add("SET LOCAL enable_hashjoin = off").Add("SET LOCAL enable_mergejoin = off");
        // A DELETE of an instance locks it before streams and boots: taking the instance first, too, is what keeps the two from a deadlock.
        batch.Add("SELECT id FROM instances WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE", Sql.Of(instances));
        batch.Add("""
            INSERT INTO streams (instance_id, reporter, epoch, last_seq)
            SELECT u.instance_id, u.reporter, u.epoch, 0
            FROM unnest($1, $2, $3) AS u (instance_id, reporter, epoch) JOIN instances i ON i.id = u.instance_id
            WHERE NOT EXISTS (SELECT 1 FROM streams s WHERE (s.instance_id, s.reporter, s.epoch) = (u.instance_id, u.reporter, u.epoch))
                AND (SELECT count(*) FROM streams s WHERE s.instance_id = u.instance_id AND s.created_at > now() - interval '24 hours') < $4
            ORDER BY u.instance_id, u.reporter, u.epoch
            ON CONFLICT DO NOTHING
            """, Sql.Of(instances), Sql.Of(reporters), Sql.Of(epochs), Sql.Of((long)IngestCaps.StreamsPerDay));
        batch.Add("""
            SELECT s.id, s.instance_id, s.reporter, s.epoch, s.last_seq, s.last_crc
            FROM unnest($1, $2, $3) AS u (instance_id, reporter, epoch) JOIN streams s USING (instance_id, reporter, epoch)
            ORDER BY s.id FOR NO KEY UPDATE OF s
            """, Sql.Of(instances), Sql.Of(reporters), Sql.Of(epochs));
        batch.Add(DatabaseEpoch.Query);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var present = new HashSet<InstanceId>();
        while (await reader.ReadAsync(cancellationToken))
            present.Add(new(reader.GetGuid(0)));
        await reader.NextResultAsync(cancellationToken);
        var plans = new Dictionary<StreamKey, StreamPlan>(keys.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = new StreamKey(new(reader.GetGuid(1)), reader.GetString(2), reader.GetGuid(3));
            plans.Add(key, new(reader.GetInt64(0), key, reader.GetInt64(4), reader.IsDBNull(5) ? null : (uint)reader.GetInt64(5)));
        }

        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (plans, present, reader.GetString(0));
    }

    /// <summary>Moves the watermarks.</summary>
    public static void Advance(NpgsqlBatch batch, IReadOnlyCollection<StreamPlan> moved) => batch.Add("""
        UPDATE streams s SET last_seq = u.last_seq, last_crc = u.last_crc FROM unnest($1, $2, $3) AS u (id, last_seq, last_crc) WHERE s.id = u.id
        """, Sql.Of(moved.Select(p => p.Id).ToArray()), Sql.Of(moved.Select(p => p.LastSeq).ToArray()), Sql.Of(moved.Select(p => (long?)p.LastCrc).ToArray()));

    /// <summary>Sets poison events aside.</summary>
    public static void SetAside(NpgsqlBatch batch, IReadOnlyCollection<DeadLetter> dead) => batch.Add(
        "INSERT INTO dead_letters (stream_id, seq, reason, body) SELECT * FROM unnest($1, $2, $3, $4)",
        Sql.Of(dead.Select(d => d.StreamId).ToArray()), Sql.Of(dead.Select(d => d.Seq).ToArray()),
        Sql.Of(dead.Select(d => d.Reason).ToArray()), Sql.Of(dead.Select(d => d.Body).ToArray()));
}
