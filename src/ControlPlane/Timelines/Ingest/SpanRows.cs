using Fleet.Contracts;
using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>The spans' read model: written in the events' transaction, under the boots' locks, so that what was read here cannot have changed.</summary>
internal static class SpanRows
{
    public static void Upsert(NpgsqlBatch batch, IReadOnlyDictionary<(BootRowId Boot, string Reporter, string Path), SpanDelta> spans,
        Dictionary<BootRowId, int> counts)
    {
        // Which of them are new only the database knows; near the cap a boot may therefore stop a little early, by what one group holds.
        var mayOpen = spans.Keys.Select(k => counts[k.Boot]++ < IngestCaps.SpansPerBoot).ToArray();
        var (keys, deltas) = (spans.Keys, spans.Values);
        batch.Add("""
            INSERT INTO spans (boot_row_id, reporter, path, start_ns, end_ns, outcome, message)
            SELECT u.boot_row_id, u.reporter, u.path,
                CASE WHEN u.restarts THEN u.start_ns ELSE coalesce(s.start_ns, u.start_ns) END,
                CASE WHEN u.restarts OR u.end_ns IS NOT NULL THEN u.end_ns ELSE s.end_ns END,
                CASE WHEN u.restarts OR u.end_ns IS NOT NULL THEN u.outcome ELSE s.outcome END,
                CASE WHEN u.restarts OR u.end_ns IS NOT NULL THEN u.message ELSE coalesce(u.message, s.message) END
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) AS u (boot_row_id, reporter, path, restarts, start_ns, end_ns, outcome, message, may_open)
            LEFT JOIN spans s USING (boot_row_id, reporter, path)
            WHERE u.may_open OR s.start_ns IS NOT NULL
            ON CONFLICT (boot_row_id, reporter, path) DO UPDATE
                SET start_ns = excluded.start_ns, end_ns = excluded.end_ns, outcome = excluded.outcome, message = excluded.message
            """, Sql.Of(keys.Select(k => k.Boot.Value).ToArray()), Sql.Of(keys.Select(k => k.Reporter).ToArray()), Sql.Of(keys.Select(k => k.Path).ToArray()),
            Sql.Of(deltas.Select(d => d.Restarts).ToArray()), Sql.Of(deltas.Select(d => d.StartNs).ToArray()), Sql.Of(deltas.Select(d => d.EndNs).ToArray()),
            Sql.Of(deltas.Select(d => (short?)d.Outcome).ToArray()), Sql.Of(deltas.Select(d => d.Message).ToArray()), Sql.Of(mayOpen));
    }
}
