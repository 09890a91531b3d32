using System.Net;
using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.ControlPlane.Tests.Timelines;
using Fleet.ControlPlane.Timelines.Ingest;
using Fleet.TestKit;
using Npgsql;

namespace Fleet.ControlPlane.Tests.Instances;

public sealed class RemoveInstanceTests(TestPostgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delete_WhileSixteenReport_IsDone()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await using var fleet = await TestFleet.OpenAsync(api.Database.ConnectionString);
        await using var node = await TestNode.StartAsync(fleet);
        for (var round = 0; round < 8; round++)
        {
            var instance = InstanceId.From(Guid.ParseExact((await api.RegisterAsync($"web{round}"))["id"]!, "D"));
            var senders = Enumerable.Range(0, 16).Select(_ => SendUntilGoneAsync(node, fleet.Project, instance)).ToList();
            await Task.Delay(150, Token);
            var answer = await api.DeleteAsync($"projects/default/instances/web{round}", "*");
            Assert.True(answer.Status == HttpStatusCode.NoContent, $"{answer.Status}: {answer.Text}");
            await Task.WhenAll(senders).WaitAsync(TimeSpan.FromSeconds(30), Token);
        }

        Assert.Equal(0L, await api.ScalarAsync<long>("SELECT count(*) FROM streams"));
        Assert.DoesNotContain(api.Log.Lines, line => line.Contains("deadlock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delete_WhileAGroupHasTheInstance_WaitsWithoutItsStreams()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await using var fleet = await TestFleet.OpenAsync(api.Database.ConnectionString);
        await using var node = await TestNode.StartAsync(fleet);
        var instance = InstanceId.From(Guid.ParseExact((await api.RegisterAsync("web"))["id"]!, "D"));
        await node.ReportAsync(fleet.Project, new(instance, StreamKey.Agent, Guid.CreateVersion7()), Events.Event(1, Guid.CreateVersion7()));

        // What StreamRows does in one batch, with the DELETE in between.
        await using var group = await fleet.Source.OpenConnectionAsync(Token);
        await using var transaction = await group.BeginTransactionAsync(Token);
        await ExecuteAsync("SELECT id FROM instances FOR KEY SHARE");
        var delete = api.DeleteAsync("projects/default/instances/web", "*");
        while (await api.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 0)
            await Task.Delay(10, Token);
        await ExecuteAsync("SELECT id FROM streams FOR NO KEY UPDATE");
        await transaction.CommitAsync(Token);
        Assert.Equal(HttpStatusCode.NoContent, (await delete).Status);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, group, transaction);
            await command.ExecuteNonQueryAsync(Token);
        }
    }

    private static async Task SendUntilGoneAsync(TestNode node, ProjectId project, InstanceId instance)
    {
        var (stream, boot) = (new StreamKey(instance, StreamKey.Agent, Guid.CreateVersion7()), Guid.CreateVersion7());
        try
        {
            for (var seq = 1L; ; seq++)
                await node.ReportAsync(project, stream, seq == 1 ? Events.Started(seq, boot, "boot") : (AgentEvent)Events.Event(seq, boot));
        }
        catch (InstanceGoneException)
        {
            // The end that the test waits for.
        }
    }
}
