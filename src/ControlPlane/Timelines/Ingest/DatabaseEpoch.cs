namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>
/// The name of this life of the database: its stored UUID and the WAL timeline, so that a restore and a promotion both change it. It is read in the same
/// transaction as what is acknowledged, so that no answer names a life that has ended; only answers that acknowledge nothing use the last one seen.
/// </summary>
internal sealed class DatabaseEpoch
{
    // The insertion timeline, at once: pg_control_checkpoint() names the old one until the first checkpoint after a promotion.
    public const string Query = """
        SELECT d.epoch || '-' || ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int FROM database_identity d WHERE d.id = 1
        """;

    private volatile string? lastSeen;

    /// <summary>Null until this node has spoken with the database.</summary>
    public string? LastSeen => lastSeen;

    public string Seen(string epoch) => lastSeen = epoch;
}
