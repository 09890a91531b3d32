using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>
/// How many events of a stream have been set aside, kept or not. The table has no index by stream, so that each node counts a stream once and then goes on
/// by itself; two nodes may together keep a little more than the cap.
/// </summary>
internal sealed class DeadLetterCounts
{
    // Beyond it all are forgotten and counted anew: a bound for memory, and the way back for streams whose old ones retention has taken.
    private const int MostStreams = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<long, int> counts = [];

    /// <summary>Those that may still be stored.</summary>
    public async Task<IReadOnlyCollection<DeadLetter>> WithinCapAsync(NpgsqlConnection connection, IReadOnlyCollection<StreamPlan> plans, CancellationToken cancellationToken)
    {
        var kept = new List<DeadLetter>();
        foreach (var plan in plans.Where(p => p.Dead.Count > 0))
            kept.AddRange(plan.Dead.Take(Math.Max(0, IngestCaps.DeadLettersPerStream - await CountAsync(connection, plan.Id, cancellationToken))));
        return kept;
    }

    /// <summary>Only what is committed counts: a group that failed is tried again.</summary>
    public void Committed(IReadOnlyCollection<StreamPlan> plans)
    {
        lock (gate)
            foreach (var plan in plans.Where(p => p.Dead.Count > 0))
                if (counts.TryGetValue(plan.Id, out var before))
                    counts[plan.Id] = Math.Min(before + plan.Dead.Count, int.MaxValue / 2);
    }

    private async Task<int> CountAsync(NpgsqlConnection connection, long stream, CancellationToken cancellationToken)
    {
        lock (gate)
            if (counts.TryGetValue(stream, out var known))
                return known;
        await using var command = new NpgsqlCommand("SELECT count(*)::int FROM (SELECT 1 FROM dead_letters WHERE stream_id = $1 LIMIT $2) x", connection);
        command.Parameters.Add(Sql.Of(stream));
        command.Parameters.Add(Sql.Of(IngestCaps.DeadLettersPerStream));
        var count = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        lock (gate)
        {
            if (counts.Count >= MostStreams)
                counts.Clear();
            return counts[stream] = count;
        }
    }
}
