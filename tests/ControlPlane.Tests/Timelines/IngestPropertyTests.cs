using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.ControlPlane.Timelines.Ingest;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Timelines;

/// <summary>
/// M18 as a property, on the real database: sixteen senders with overlapping, reordered, doubled and holed batches over several streams on shared boots.
/// What is stored is the set of numbers sent, in order, without a hole, without a double, without a deadlock.
/// </summary>
public sealed class IngestPropertyTests(TestPostgres postgres)
{
    private const int Senders = 16;
    private const int Instances = 4;
    private const int Rounds = 6;

    [Fact]
    public async Task Ingest_SixteenBadSenders_StoresEachNumberOnce()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        await using var node = await TestNode.StartAsync(fleet);
        await RunAsync(fleet, [node]);
    }

    [Fact]
    public async Task Ingest_TwoNodesOnOneDatabase_StoreEachNumberOnce()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        await using var one = await TestNode.StartAsync(fleet);
        await using var two = await TestNode.StartAsync(fleet);
        await RunAsync(fleet, [one, two]);
    }

    private static async Task RunAsync(TestFleet fleet, IReadOnlyList<TestNode> nodes)
    {
        var instances = new List<InstanceId>();
        for (var i = 0; i < Instances; i++)
            instances.Add(await fleet.AddInstanceAsync());
        for (var round = 0; round < Rounds; round++)
        {
            // Two boots of each instance, shared by all of its streams: locks are taken in every mixture.
            var boots = instances.ToDictionary(i => i, _ => new[] { Guid.CreateVersion7(), Guid.CreateVersion7() });
            var streams = Enumerable.Range(0, Senders).Select(s => new StreamKey(instances[s % Instances], StreamKey.Agent, Guid.CreateVersion7())).ToList();
            var records = streams.ToDictionary(s => s, s => Records(boots[s.Instance], 60 + round * 20));
            await Task.WhenAll(streams.Select((stream, s) => new Sender(fleet.Project, stream, records[stream], round * 100 + s + 1)
                .SendAllAsync(batch => nodes[(int)(batch.FirstSeq + s) % nodes.Count].Queue.SubmitAsync(batch))));
            foreach (var stream in streams)
                await CheckAsync(fleet, stream, records[stream]);
        }

        Assert.Equal(0L, await fleet.OneAsync<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
        Assert.Equal(0L, await fleet.OneAsync<long>("SELECT count(*) FROM dead_letters"));
        Assert.Equal(Instances * Rounds * 2, await fleet.OneAsync<long>("SELECT count(*) FROM boots"));
    }

    private static List<AgentEvent> Records(Guid[] boots, int count)
    {
        var records = new List<AgentEvent>();
        var seq = 1L;
        for (var i = 0; i < count; i++)
        {
            var boot = boots[i * boots.Length / count];
            var record = (i % 7) switch
            {
                0 => Events.Started(seq, boot, $"login/users/u{i % 5}"),
                3 => Events.Finished(seq, boot, $"login/users/u{i % 5}", i % 2 == 0 ? StepOutcome.Succeeded : StepOutcome.Failed),
                5 => Events.Gap(seq, boot, 1 + i % 4),
                _ => Events.Event(seq, boot, $"final/step{i % 9}", message: $"line {i}"),
            };
            records.Add(record);
            seq = record.LastSeq + 1;
        }

        return records;
    }

    private static async Task CheckAsync(TestFleet fleet, StreamKey stream, List<AgentEvent> sent)
    {
        var watermark = await fleet.OneAsync<long>("SELECT last_seq FROM streams WHERE epoch = $1", stream.Epoch);
        var crc = await fleet.OneAsync<long>("SELECT last_crc FROM streams WHERE epoch = $1", stream.Epoch);
        Assert.Equal(sent[^1].LastSeq, watermark);
        Assert.Equal(EventCrc.Of(sent[^1]), (uint)crc);
        // In the order of receipt, then of number: the order of numbers must be the order in which they came.
        var rows = await fleet.ListAsync<long>("SELECT seq FROM events WHERE stream_id = (SELECT id FROM streams WHERE epoch = $1) ORDER BY received_at, seq", stream.Epoch);
        Assert.Equal(rows.Order(), rows);
        var numbers = await fleet.ListAsync<long>("""
            SELECT n FROM events e, generate_series(e.seq, e.seq + coalesce(e.gap_count, 1) - 1) n WHERE stream_id = (SELECT id FROM streams WHERE epoch = $1) ORDER BY n
            """, stream.Epoch);
        Assert.Equal(Enumerable.Range(1, (int)watermark).Select(n => (long)n), numbers);
    }
}
