using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Timelines.Ingest;

namespace Fleet.ControlPlane.Tests.Timelines;

/// <summary>
/// A writer of a stream that behaves badly and still like an agent: several reports in flight, cut anywhere, doubled, shuffled, with holes between them;
/// it goes back to what is durable whenever an answer says so.
/// </summary>
internal sealed class Sender(ProjectId project, StreamKey stream, IReadOnlyList<AgentEvent> records, int seed)
{
    private uint state = (uint)seed * 2654435761 + 1;

    public async Task SendAllAsync(Func<Batch, Task<ReportReply>> submit)
    {
        var durable = 0L;
        for (var round = 0; durable < records[^1].LastSeq; round++)
        {
            Assert.True(round < 3_000, "the stream does not go on");
            var flight = Enumerable.Range(0, 1 + Next(4)).Select(_ => Cut(durable)).ToList();
            if (Next(2) == 0)
                flight.Reverse();
            if (Next(3) == 0)
                flight.Add(flight[0]);
            // A batch object is one call: what is sent twice is made twice.
            var replies = await Task.WhenAll(flight.Select(f => submit(new(stream, project, f[0].Seq, CrcBefore(f[0].Seq), f))));
            Assert.All(replies, r => Assert.False(r.Fork));
            Assert.All(replies, r => Assert.Null(r.RetryAfterMs));
            durable = Math.Max(durable, replies.Max(r => r.Durable));
        }
    }

    private AgentEvent[] Cut(long durable)
    {
        var due = records.TakeWhile(r => r.LastSeq <= durable).Count();
        var first = Math.Clamp(due - 6 + Next(14), 0, records.Count - 1); // behind the watermark, on it, or beyond a hole
        return [.. records.Skip(first).Take(1 + Next(12))];
    }

    private uint? CrcBefore(long firstSeq) => records.LastOrDefault(r => r.LastSeq < firstSeq) is { } before && Next(4) != 0 ? EventCrc.Of(before) : null;

    // xorshift: the same run for the same seed, and System.Random is banned.
    private int Next(int below)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return (int)(state % (uint)below);
    }
}
