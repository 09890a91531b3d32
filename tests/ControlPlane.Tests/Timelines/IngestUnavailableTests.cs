using Fleet.Contracts.Events;
using Fleet.ControlPlane.Timelines.Ingest;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Timelines;

public sealed class IngestUnavailableTests(TestPostgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;
    private readonly Guid boot = Guid.CreateVersion7();

    [Fact]
    public async Task Report_DatabaseAway_IsToldToComeBackAndThenStored()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        await using var node = await TestNode.StartAsync(fleet);
        var stream = new StreamKey(await fleet.AddInstanceAsync(), StreamKey.Agent, Guid.CreateVersion7());
        var first = await node.ReportAsync(fleet.Project, stream, Events.Event(1, boot));
        await using var admin = Npgsql.NpgsqlDataSource.Create(postgres.Admin);
        var name = await fleet.OneAsync<string>("SELECT current_database()::text");
        await ExecuteAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        var away = await node.ReportAsync(fleet.Project, stream, Events.Event(2, boot));
        Assert.NotNull(away.RetryAfterMs);
        Assert.Equal((1L, first.DbEpoch, false), (away.Durable, away.DbEpoch, away.Fork));
        await ExecuteAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
        var back = await node.ReportAsync(fleet.Project, stream, Events.Event(2, boot));
        Assert.Equal((2L, (int?)null), (back.Durable, back.RetryAfterMs));

        async Task ExecuteAsync(string sql)
        {
            await using var command = admin.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Token);
        }
    }

    [Fact]
    public async Task Report_QueueFull_IsToldToComeBackAndNothingIsLost()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        await using var node = await TestNode.StartAsync(fleet);
        var stream = new StreamKey(await fleet.AddInstanceAsync(), StreamKey.Agent, Guid.CreateVersion7());
        await node.ReportAsync(fleet.Project, stream, Events.Event(1, boot));
        // The stream's row is held: what comes now queues up, to 64 MiB.
        await using var holder = await fleet.Source.OpenConnectionAsync(Token);
        await using var transaction = await holder.BeginTransactionAsync(Token);
        await using (var hold = new Npgsql.NpgsqlCommand("SELECT 1 FROM streams FOR UPDATE", holder, transaction))
            await hold.ExecuteNonQueryAsync(Token);
        var text = new string('x', 20_000);
        var reports = Enumerable.Range(2, 2500).Select(n => node.ReportAsync(fleet.Project, stream, Events.Event(n, boot, message: text))).ToList();
        await transaction.CommitAsync(Token);
        var replies = await Task.WhenAll(reports);
        var refused = replies.Count(r => r.RetryAfterMs is not null);
        Assert.InRange(refused, 1, 2499);
        Assert.Equal(1 + 2500 - refused, await fleet.OneAsync<long>("SELECT last_seq FROM streams"));
    }

    [Fact]
    public async Task Stop_WithReportsQueued_AnswersThemAll()
    {
        await using var fleet = await TestFleet.CreateAsync(postgres);
        var stream = new StreamKey(await fleet.AddInstanceAsync(), StreamKey.Agent, Guid.CreateVersion7());
        List<Task<Contracts.Hub.ReportReply>> reports;
        await using (var node = await TestNode.StartAsync(fleet))
        {
            await node.ReportAsync(fleet.Project, stream, Events.Event(1, boot));
            reports = [.. Enumerable.Range(2, 500).Select(n => node.ReportAsync(fleet.Project, stream, (AgentEvent)Events.Event(n, boot)))];
        }

        await Task.WhenAll(reports);
        Assert.Equal(501L, await fleet.OneAsync<long>("SELECT last_seq FROM streams"));
    }
}
