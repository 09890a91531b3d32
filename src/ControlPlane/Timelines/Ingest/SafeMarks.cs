using System.Collections.Concurrent;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>
/// What an agent may forget: a number that has been durable for 15 minutes (no synchronous standby is known yet). Kept in memory by each node: after a
/// restart the answer is 0 again, and the agent merely keeps its records for longer.
/// </summary>
internal sealed class SafeMarks(TimeProvider time)
{
    public static readonly TimeSpan Age = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<StreamKey, Marks> streams = new();

    /// <summary>Notes that <paramref name="durable"/> is committed, and answers the last number that is safe.</summary>
    public long Observe(StreamKey stream, long durable)
    {
        if (durable == 0)
            return 0;
        var marks = streams.GetOrAdd(stream, static _ => new());
        lock (marks)
            return marks.Observe(time.GetTimestamp(), time.TimestampFrequency, durable);
    }

    /// <summary>Forgets streams that were not heard for a day.</summary>
    public void Prune()
    {
        var before = time.GetTimestamp() - (long)(TimeSpan.FromDays(1).TotalSeconds * time.TimestampFrequency);
        foreach (var (key, marks) in streams)
            lock (marks)
                if (marks.Heard < before)
                    streams.TryRemove(new(key, marks));
    }

    private sealed class Marks
    {
        private readonly Queue<(long At, long Seq)> ripening = new();
        private (long Opened, long At, long Seq)? open;
        private long safe;
        private long highest;

        public long Heard { get; private set; }

        // Marks within one step become one, dated by its latest: at most 31 of them a stream, each at most a step too careful.
        public long Observe(long now, long frequency, long durable)
        {
            Heard = now;
            if (durable < highest)
            {
                // A restored database has less than it had: whatever ripened is of another life.
                ripening.Clear();
                (open, safe) = (null, 0);
            }

            highest = durable;
            if (open is { } o && now - o.Opened >= Step.TotalSeconds * frequency)
            {
                ripening.Enqueue((o.At, o.Seq));
                open = null;
            }

            if (open is null || durable > open.Value.Seq)
                open = (open?.Opened ?? now, now, durable);
            while (ripening.TryPeek(out var mark) && now - mark.At >= Age.TotalSeconds * frequency)
                safe = Math.Max(safe, ripening.Dequeue().Seq);
            return Math.Min(safe, durable);
        }
    }
}
