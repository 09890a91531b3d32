using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>What is deleted when it is old, in batches: one huge DELETE would hold back vacuum, and its locks. Rows that somebody has locked are for the next hour.</summary>
internal static class Retention
{
    private const int BatchRows = 10_000;

    private static readonly string[] Deletes =
    [
        "DELETE FROM change_log WHERE id IN (SELECT id FROM change_log WHERE at < now() - interval '1 hour' ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)",
        "DELETE FROM dead_letters WHERE id IN (SELECT id FROM dead_letters WHERE at < now() - interval '30 days' ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)",
        // The newest says what is applied now, however long ago that was said.
        """
        DELETE FROM key_set_confirmations WHERE (instance_id, subject, revision) IN (
            SELECT c.instance_id, c.subject, c.revision FROM key_set_confirmations c WHERE c.at < now() - interval '90 days'
                AND EXISTS (SELECT 1 FROM key_set_confirmations n WHERE (n.instance_id, n.subject) = (c.instance_id, c.subject) AND n.revision > c.revision)
            LIMIT $1 FOR UPDATE OF c SKIP LOCKED)
        """,
    ];

    public static async Task PruneAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        foreach (var sql in Deletes)
        {
            await using var command = source.CreateCommand(sql);
            command.Parameters.Add(Sql.Of((long)BatchRows));
            while (await command.ExecuteNonQueryAsync(cancellationToken) == BatchRows)
                cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
