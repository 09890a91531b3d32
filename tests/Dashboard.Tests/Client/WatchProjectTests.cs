using System.Net;
using Fleet.Client;
using Fleet.Contracts;
using Fleet.Contracts.Api;

namespace Fleet.Dashboard.Tests.Client;

public sealed class WatchProjectTests : IAsyncLifetime
{
    private const string Events = "GET /api/v1/projects/default/events";
    private readonly ScriptedFeed feed = new();
    private ScriptedServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = (await ScriptedServer.StartAsync()).On(Events, feed.AnswerAsync);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Watch_Changes_FollowAFirstReset()
    {
        await using var watch = Watch();
        Assert.Equal(ProjectChange.Reset, (await NextAsync(watch)).Kind);

        var instance = InstanceId.New();
        feed.Say(": a comment keeps the connection awake\n\nevent: somethingNew\ndata: {}\n\nevent: change\ndata: no json\n\n");
        feed.Change("boot", instance);
        feed.Say("event: reset\ndata: {}\n\n");

        Assert.Equal(new ProjectChange(ProjectChange.OfBoot, instance), await NextAsync(watch));
        Assert.Equal(ProjectChange.Reset, (await NextAsync(watch)).Kind);
        Assert.Equal("text/event-stream", server.Requests.Single().Headers.Accept);
    }

    [Fact]
    public async Task Watch_ConnectionCut_IsLostThenReset()
    {
        await using var watch = Watch();
        await NextAsync(watch);

        feed.Cut();

        Assert.Equal(ProjectChange.Lost, (await NextAsync(watch)).Kind);
        Assert.Equal(ProjectChange.Reset, (await NextAsync(watch)).Kind);
        Assert.Equal(2, feed.Connections);
    }

    [Fact]
    public async Task Watch_ProjectUnknown_Throws()
    {
        server.OnProblem(Events, new FleetProblem { Status = 404, Code = "project.notFound" });
        await using var watch = Watch();

        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<FleetApiException>(() => NextAsync(watch))).Status);
    }

    [Fact]
    public async Task Watch_ServerBusy_TriesAgain()
    {
        server.OnProblem(Events, new FleetProblem { Status = 503, Code = "server.starting" });
        await using var watch = Watch();
        Assert.Equal(ProjectChange.Lost, (await NextAsync(watch)).Kind);

        server.On(Events, feed.AnswerAsync);

        ProjectChange next;
        while ((next = await NextAsync(watch)).Kind == ProjectChange.Lost) { }
        Assert.Equal(ProjectChange.Reset, next.Kind);
    }

    private IAsyncEnumerator<ProjectChange> Watch() => server.Client.WatchProjectAsync("default", Cancel).GetAsyncEnumerator(Cancel);

    private static async Task<ProjectChange> NextAsync(IAsyncEnumerator<ProjectChange> watch)
    {
        Assert.True(await watch.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancel));
        return watch.Current;
    }
}
