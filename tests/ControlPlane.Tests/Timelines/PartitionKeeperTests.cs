using Fleet.ControlPlane.Timelines.Ingest;
using Fleet.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.ControlPlane.Tests.Timelines;

public sealed class PartitionKeeperTests(TestPostgres postgres)
{
    private static readonly DateOnly Day = new(2030, 2, 27);
    private readonly FakeTimeProvider time = new(new(Day, new(23, 59), TimeSpan.Zero));

    [Fact]
    public async Task Keep_EmptyDatabase_MakesTodayAndAWeekAhead()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        var keeper = Keeper(fleet);
        Assert.False(keeper.Ready);
        await keeper.KeepAsync(TestContext.Current.CancellationToken);
        Assert.True(keeper.Ready);
        Assert.Equal(Enumerable.Range(0, 8).Select(Day.AddDays), (await Partitions(fleet).ListAsync(TestContext.Current.CancellationToken)).Order());
        time.Advance(TimeSpan.FromDays(7));
        Assert.False(keeper.Ready);
    }

    [Fact]
    public async Task Keep_ByManyNodesAtOnce_MakesEachOnce()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Keeper(fleet).KeepAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(8, (await Partitions(fleet).ListAsync(TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task Keep_RowsOfTheDayInTheDefaultPartition_MoveThem()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        foreach (var at in new[] { "2030-02-27 00:00:00+00", "2030-02-27 23:59:59.999999+00", "2030-02-26 23:59:59.999999+00" })
            await fleet.ExecuteAsync($"INSERT INTO events (received_at, stream_id, seq, boot_row_id, path, kind, monotonic_ns, wall_time) VALUES ('{at}', 1, 1, gen_random_uuid(), 'x', 1, 1, now())");
        await Keeper(fleet).KeepAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2L, await fleet.OneAsync<long>("SELECT count(*) FROM events_20300227"));
        Assert.Equal(1L, await fleet.OneAsync<long>("SELECT count(*) FROM events_default"));
        Assert.Equal(3L, await fleet.OneAsync<long>("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task Keep_PartitionsPastRetention_AreDropped()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        await Keeper(fleet).KeepAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromDays(33));
        await Keeper(fleet, ("Limits:EventRetentionDays", "30")).KeepAsync(TestContext.Current.CancellationToken);
        var days = (await Partitions(fleet).ListAsync(TestContext.Current.CancellationToken)).Order().ToList();
        Assert.Equal(Day.AddDays(3), days[0]);
        Assert.Equal(Day.AddDays(33 + 7), days[^1]);
    }

    [Fact]
    public async Task Keep_NewPartition_HasTheIndexOfEvents()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        await Keeper(fleet).KeepAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1L, await fleet.OneAsync<long>("SELECT count(*) FROM pg_indexes WHERE tablename = 'events_20300227'"));
    }

    [Fact]
    public async Task Keep_OldChanges_AreDeleted()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        await fleet.ExecuteAsync("INSERT INTO change_log (project_id, kind, at) SELECT $1, 'spec', now() - interval '61 minutes' FROM generate_series(1, 25000)", fleet.Project.Value);
        await fleet.ExecuteAsync("INSERT INTO change_log (project_id, kind) VALUES ($1, 'spec')", fleet.Project.Value);
        await Keeper(fleet).KeepAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1L, await fleet.OneAsync<long>("SELECT count(*) FROM change_log"));
    }

    [Fact]
    public async Task Keep_OldDeadLettersAndConfirmations_AreDeletedButTheNewest()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        var instance = await fleet.AddInstanceAsync();
        await fleet.ExecuteAsync("INSERT INTO dead_letters (stream_id, seq, reason, body, at) VALUES (1, 1, 'x', '{}', now() - interval '31 days'), (1, 2, 'x', '{}', now() - interval '29 days')");
        await fleet.ExecuteAsync("""
            INSERT INTO key_set_confirmations (instance_id, subject, revision, problems, at)
            VALUES ($1, 'a', 1, '{}', now() - interval '92 days'), ($1, 'a', 2, '{}', now() - interval '91 days'), ($1, 'b', 1, '{}', now() - interval '89 days'), ($1, 'b', 2, '{}', now())
            """, instance.Value);
        await Keeper(fleet).KeepAsync(TestContext.Current.CancellationToken);
        Assert.Equal([2L], await fleet.ListAsync<long>("SELECT seq FROM dead_letters"));
        Assert.Equal(["a2", "b1", "b2"], await fleet.ListAsync<string>("SELECT subject || revision FROM key_set_confirmations ORDER BY 1"));
    }

    private PartitionKeeper Keeper(TestFleet fleet, params (string Key, string Value)[] settings) => new(
        Partitions(fleet), fleet.Source, new(time), time,
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build(), NullLogger<PartitionKeeper>.Instance);

    private static EventPartitions Partitions(TestFleet fleet) => new(fleet.Source, NullLogger<EventPartitions>.Instance);
}
