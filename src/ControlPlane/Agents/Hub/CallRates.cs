using System.Collections.Concurrent;
using Fleet.Contracts;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>
/// A token bucket an agent (HB-22). By agent and not by connection: who opens more connections gets no more. An honest agent sends a handful of reports a second.
/// </summary>
internal sealed class CallRates(TimeProvider time)
{
    public const int PerSecond = 200;
    public const int Burst = 1000;

    private readonly ConcurrentDictionary<AgentId, Bucket> buckets = new();

    /// <summary>False: it has called too often.</summary>
    public bool TryTake(AgentId agent)
    {
        var bucket = buckets.GetOrAdd(agent, static (_, now) => new(now), time.GetTimestamp());
        lock (bucket)
        {
            bucket.Fill(time);
            if (bucket.Tokens < 1)
                return false;
            bucket.Tokens--;
            return true;
        }
    }

    /// <summary>A full bucket is as good as none.</summary>
    public void Prune()
    {
        foreach (var (agent, bucket) in buckets)
            lock (bucket)
            {
                bucket.Fill(time);
                if (bucket.Tokens >= Burst)
                    buckets.TryRemove(new(agent, bucket));
            }
    }

    private sealed class Bucket(long now)
    {
        private long filled = now;

        public double Tokens { get; set; } = Burst;

        public void Fill(TimeProvider time)
        {
            var at = time.GetTimestamp();
            Tokens = Math.Min(Burst, Tokens + time.GetElapsedTime(filled, at).TotalSeconds * PerSecond);
            filled = at;
        }
    }
}
