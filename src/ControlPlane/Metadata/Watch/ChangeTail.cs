using Fleet.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>
/// The end of the change_log, for one session. A sequence is not commit order: a row may become visible after one with a higher id and a higher xid. So each read
/// takes exactly what has become visible since the snapshot of the last one: rows of transactions that were running then, and of those that began since. However
/// long a transaction runs, nothing is read twice and nothing need be remembered.
/// </summary>
internal sealed class ChangeTail
{
    /// <summary>Rows of one statement.</summary>
    public const int PageRows = 5_000;

    /// <summary>More than this in one read, and it is cheaper for everybody to read everything again.</summary>
    public const int MostRows = 100_000;

    private const string Snapshot = """
        WITH s AS (SELECT pg_current_snapshot() AS now)
        SELECT now::text, pg_snapshot_xmin(now), pg_snapshot_xmax(now), ARRAY(SELECT pg_snapshot_xip(now)) FROM s
        """;

    // $1: the first transaction that had not begun, $2: those that were running, $3: this read's snapshot, ($4, $5): where the last page ended.
    // Two ranges of the index, not an OR: the planner would read all from the oldest running transaction on.
    private const string Page = """
        SELECT id, xid, project_id, instance_id, kind FROM (
            (SELECT * FROM change_log WHERE xid >= $1 AND (xid, id) > ($4, $5) AND pg_visible_in_snapshot(xid, $3::pg_snapshot) ORDER BY xid, id LIMIT $6)
            UNION ALL
            (SELECT * FROM change_log WHERE xid = ANY ($2) AND (xid, id) > ($4, $5) AND pg_visible_in_snapshot(xid, $3::pg_snapshot) ORDER BY xid, id LIMIT $6)
        ) c ORDER BY xid, id LIMIT $6
        """;

    private Seen last;
    private ulong newest;

    /// <summary>Rows are known at or above the oldest running transaction: one below them may still appear.</summary>
    public bool IsUnsettled => newest >= last.Oldest && newest > 0;

    /// <summary>From here on. What was committed before is for those who read after they subscribed.</summary>
    public async Task StartAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => (last, newest) = (await LookAsync(connection, cancellationToken), 0);

    /// <summary>Publishes each row once, as soon as it is visible. Null, "read everything again", where there are too many.</summary>
    public async Task<int> ReadAsync(NpgsqlConnection connection, Action<Change?> publish, CancellationToken cancellationToken)
    {
        var now = await LookAsync(connection, cancellationToken);
        var found = 0;
        var page = 0;
        var (xid, id) = (0UL, 0L);
        do
        {
            page = 0;
            await using var command = PageAfter(connection, now, xid, id);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                (id, xid) = (reader.GetInt64(0), reader.GetFieldValue<ulong>(1));
                page++;
                publish(new(new(reader.GetGuid(2)), reader.IsDBNull(3) ? null : new InstanceId(reader.GetGuid(3)), reader.GetString(4)));
            }

            found += page;
            newest = Math.Max(newest, xid);
        }
        while (page == PageRows && found < MostRows);
        if (page == PageRows)
            publish(null);
        last = now;
        return found;
    }

    private NpgsqlCommand PageAfter(NpgsqlConnection connection, Seen now, ulong xid, long id) => new(Page, connection)
    {
        Parameters =
        {
            new() { Value = last.Next, NpgsqlDbType = NpgsqlDbType.Xid8 },
            new() { Value = last.Running, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Xid8 },
            new() { Value = now.Text },
            new() { Value = xid, NpgsqlDbType = NpgsqlDbType.Xid8 },
            new() { Value = id },
            new() { Value = PageRows },
        },
    };

    private static async Task<Seen> LookAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Snapshot, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetString(0), reader.GetFieldValue<ulong>(1), reader.GetFieldValue<ulong>(2), reader.GetFieldValue<ulong[]>(3));
    }

    /// <summary>A snapshot: <c>xmin:xmax:xip,…</c>, and its parts.</summary>
    private readonly record struct Seen(string Text, ulong Oldest, ulong Next, ulong[] Running);
}
