using Fleet.Contracts.Events;
using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Timelines.Ingest;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Timelines;

/// <summary>What a hostile guest may create.</summary>
public sealed class IngestCapsTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly Guid boot = Guid.CreateVersion7();
    private TestFleet fleet = null!;
    private TestNode node = null!;
    private StreamKey stream;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.CreateAsync(postgres);
        node = await TestNode.StartAsync(fleet);
        stream = new(await fleet.AddInstanceAsync(), StreamKey.Agent, Guid.CreateVersion7());
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await fleet.DisposeAsync();
    }

    [Fact]
    public async Task Report_OneEpochTooMany_IsRefusedAndOpenStreamsGoOn()
    {
        await Report(Events.Event(1, boot));
        await fleet.ExecuteAsync("INSERT INTO streams (instance_id, reporter, epoch, last_seq) SELECT $1, 'agent', gen_random_uuid(), 0 FROM generate_series(2, 1000)", stream.Instance.Value);
        await Assert.ThrowsAsync<TooManyStreamsException>(() => node.ReportAsync(fleet.Project, stream with { Epoch = Guid.CreateVersion7() }, Events.Event(1, boot)));
        Assert.Equal(2, (await Report(Events.Event(2, boot))).Durable);
        await fleet.ExecuteAsync("UPDATE streams SET created_at = created_at - interval '25 hours' WHERE epoch = $1", stream.Epoch);
        Assert.Equal(1, (await node.ReportAsync(fleet.Project, stream with { Epoch = Guid.CreateVersion7() }, Events.Event(1, boot))).Durable);
    }

    [Fact]
    public async Task Report_OneBootTooMany_IsSetAside()
    {
        await fleet.ExecuteAsync("""
            INSERT INTO boots (id, instance_id, boot_id, origin, started_at, failed_steps, first_received_at, last_received_at)
            SELECT gen_random_uuid(), $1, gen_random_uuid(), 0, now(), 0, now(), now() FROM generate_series(2, 1000)
            """, stream.Instance.Value);
        Assert.Equal(1, (await Report(Events.Started(1, boot, "boot"))).Durable);
        Assert.Equal(3, (await Report(Events.Started(2, Guid.CreateVersion7(), "boot"), Events.Event(3, boot))).Durable);
        Assert.Equal([1L, 3L], await fleet.ListAsync<long>("SELECT seq FROM events ORDER BY seq"));
        Assert.Equal(2L, await fleet.OneAsync<long>("SELECT seq FROM dead_letters"));
        Assert.Equal(4, (await Report(Events.Event(4, Guid.CreateVersion7()))).Durable);
        Assert.Equal(1000L, await fleet.OneAsync<long>("SELECT count(*) FROM boots"));
    }

    [Fact]
    public async Task Report_OneSpanTooMany_KeepsTheEventAlone()
    {
        await Report(Events.Started(1, boot, "boot"));
        await fleet.ExecuteAsync("INSERT INTO spans (boot_row_id, reporter, path, start_ns) SELECT id, 'agent', 'final/' || n, 1 FROM boots, generate_series(2, 5000) n");
        await Report(Events.Started(2, boot, "final/more"), Events.Finished(3, boot, "final/2"));
        Assert.Equal(3L, await fleet.OneAsync<long>("SELECT count(*) FROM events"));
        Assert.Equal(5000L, await fleet.OneAsync<long>("SELECT count(*) FROM spans"));
        Assert.Equal(1L, await fleet.OneAsync<long>("SELECT count(*) FROM spans WHERE path = 'final/2' AND outcome IS NOT NULL"));
    }

    [Fact]
    public async Task Report_PoisonWithoutEnd_IsKeptToTheCap()
    {
        await Report(Events.Event(1, boot));
        await fleet.ExecuteAsync("INSERT INTO dead_letters (stream_id, seq, reason, body) SELECT id, n, 'x', '{}' FROM streams, generate_series(2, 1000) n");
        Assert.Equal(3, (await Report(Events.Event(2, boot, path: "bad//path"), Events.Event(3, boot, path: "bad//path"))).Durable);
        Assert.Equal(4, (await Report(Events.Event(4, boot, path: "bad//path"))).Durable);
        Assert.Equal(1000L, await fleet.OneAsync<long>("SELECT count(*) FROM dead_letters"));
    }

    private Task<ReportReply> Report(params AgentEvent[] events) => node.ReportAsync(fleet.Project, stream, events);
}
