using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>The second locks of a group: its boots, in the order of (instance, boot id).</summary>
internal static class BootRows
{
    /// <summary>Opens boots that are new, and locks all. The answer is the moment of receipt: after the locks, by the database's clock.</summary>
    public static async Task<DateTimeOffset> LockAsync(NpgsqlConnection connection, IReadOnlyDictionary<(Guid, Guid), BootTouch> boots, CancellationToken cancellationToken)
    {
        var touched = boots.Values;
        var instances = Sql.Of(touched.Select(b => b.Instance.Value).ToArray());
        var ids = Sql.Of(touched.Select(b => b.BootId).ToArray());
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("""
            WITH fresh AS MATERIALIZED (
                SELECT u.*, row_number() OVER (PARTITION BY u.instance_id ORDER BY u.boot_id) AS nth
                FROM unnest($1, $2, $3, $4, $5) AS u (instance_id, boot_id, id, origin, latest_ns)
                WHERE NOT EXISTS (SELECT 1 FROM boots b WHERE (b.instance_id, b.boot_id) = (u.instance_id, u.boot_id))),
            recent AS MATERIALIZED (
                SELECT f.instance_id, (SELECT count(*) FROM boots b WHERE b.instance_id = f.instance_id AND b.first_received_at > now() - interval '24 hours') AS boots
                FROM (SELECT DISTINCT instance_id FROM fresh) f)
            INSERT INTO boots (id, instance_id, boot_id, origin, started_at, failed_steps, first_received_at, last_received_at)
            SELECT u.id, u.instance_id, u.boot_id, u.origin, now() - make_interval(secs => u.latest_ns / 1e9), 0, now(), now()
            FROM fresh u JOIN recent r USING (instance_id) WHERE r.boots + u.nth <= $6
            ORDER BY u.instance_id, u.boot_id
            ON CONFLICT DO NOTHING
            RETURNING instance_id, boot_id
            """, instances, ids, Sql.Of(touched.Select(_ => Guid.CreateVersion7()).ToArray()),
            Sql.Of(touched.Select(b => (short)b.Origin).ToArray()), Sql.Of(touched.Select(b => b.LatestNs).ToArray()), Sql.Of((long)IngestCaps.BootsPerDay));
        batch.Add("""
            SELECT b.id, b.instance_id, b.boot_id, (SELECT count(*)::int FROM spans s WHERE s.boot_row_id = b.id) FROM unnest($1, $2) AS u (instance_id, boot_id) JOIN boots b USING (instance_id, boot_id)
            ORDER BY b.instance_id, b.boot_id FOR NO KEY UPDATE OF b
            """, instances.Clone(), ids.Clone());
        batch.Add("SELECT clock_timestamp()");
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            boots[(reader.GetGuid(0), reader.GetGuid(1))].IsNew = true;
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var boot = boots[(reader.GetGuid(1), reader.GetGuid(2))];
            (boot.Id, boot.SpanCount) = (new(reader.GetGuid(0)), reader.GetInt32(3));
        }

        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetFieldValue<DateTimeOffset>(0);
    }

    /// <summary>Widens the receive times, that readers prune by, and lets zero move earlier: the fastest delivery is the truest.</summary>
    public static void Widen(NpgsqlBatch batch, IReadOnlyCollection<BootTouch> touched, DateTimeOffset receivedAt) => batch.Add("""
        UPDATE boots b SET last_received_at = greatest(b.last_received_at, $4), first_received_at = least(b.first_received_at, $4),
            started_at = least(b.started_at, $4 - make_interval(secs => u.latest_ns / 1e9)), clock_offset_ms = coalesce(u.offset_ms, b.clock_offset_ms)
        FROM unnest($1, $2, $3) AS u (id, latest_ns, offset_ms) WHERE b.id = u.id
        """, Sql.Of(touched.Select(b => b.Id.Value).ToArray()), Sql.Of(touched.Select(b => b.LatestNs).ToArray()),
        Sql.Of(touched.Select(b => b.ClockOffsetMs).ToArray()), Sql.Of(receivedAt));

    /// <summary>Counts the steps that failed, and copies the boot's own span: it ends when that ends, and goes on when that starts again.</summary>
    public static async Task CountAsync(NpgsqlConnection connection, IReadOnlyCollection<BootTouch> boots, CancellationToken cancellationToken)
    {
        var failed = new Dictionary<Guid, List<FailedLeaf>>();
        var ids = boots.Select(b => b.Id.Value).ToArray();
        await using (var read = new NpgsqlCommand("SELECT boot_row_id, path, message, end_ns FROM spans WHERE boot_row_id = ANY ($1) AND outcome = ANY ('{1,3,4}')", connection))
        {
            read.Parameters.Add(Sql.Of(ids));
            await using var reader = await read.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                if (!failed.TryGetValue(reader.GetGuid(0), out var list))
                    failed.Add(reader.GetGuid(0), list = []);
                list.Add(new(reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetInt64(3)));
            }
        }

        foreach (var boot in boots)
            boot.Failures = failed.TryGetValue(boot.Id.Value, out var list) ? FailedLeaf.Of(list) : [];
        await using var update = new NpgsqlCommand("""
            UPDATE boots b SET failed_steps = u.failed, outcome = s.outcome, ended_at = b.started_at + make_interval(secs => s.end_ns / 1e9)
            FROM unnest($1, $2) AS u (id, failed) LEFT JOIN spans s ON (s.boot_row_id, s.path, s.reporter) = (u.id, 'boot', 'agent') WHERE b.id = u.id
            """, connection);
        update.Parameters.Add(Sql.Of(ids));
        update.Parameters.Add(Sql.Of(boots.Select(b => b.Failures.Count).ToArray()));
        await update.ExecuteNonQueryAsync(cancellationToken);
    }
}
