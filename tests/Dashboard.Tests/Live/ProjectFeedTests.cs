using System.Collections.Concurrent;
using Fleet.Client;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.Dashboard.Live;
using Fleet.Dashboard.Tests.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fleet.Dashboard.Tests.Live;

public sealed class ProjectFeedTests : IAsyncLifetime
{
    private readonly ScriptedFeed events = new();
    private ScriptedServer server = null!;
    private ProjectFeed feed = null!;

    public async ValueTask InitializeAsync()
    {
        server = (await ScriptedServer.StartAsync()).On("GET /api/v1/projects/default/events", events.AnswerAsync);
        feed = new ProjectFeed(new Node(server.Client), TimeProvider.System, NullLogger<ProjectFeed>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        feed.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Subscribe_ManyCircuits_OneWatchFannedOut()
    {
        var heard = new ConcurrentDictionary<int, InstanceId>();
        var circuits = Enumerable.Range(0, 20).Select(circuit => feed.Subscribe("default", batch =>
        {
            foreach (var instance in batch.Instances)
                heard[circuit] = instance;
            return Task.CompletedTask;
        })).ToList();
        await UntilAsync(() => events.Connections == 1);
        var changed = InstanceId.New();

        events.Change(ProjectChange.OfInstance, changed);

        await UntilAsync(() => heard.Count == 20);
        Assert.All(heard.Values, instance => Assert.Equal(changed, instance));
        Assert.Equal((1, 1), (events.Connections, feed.Watches));
        circuits.ForEach(circuit => circuit.Dispose());
    }

    [Fact]
    public async Task Dispose_LastCircuit_EndsTheWatch()
    {
        var one = feed.Subscribe("default", _ => Task.CompletedTask);
        var two = feed.Subscribe("default", _ => Task.CompletedTask);
        await UntilAsync(() => events.Connections == 1);
        one.Dispose();
        Assert.Equal(1, feed.Watches);
        two.Dispose();
        Assert.Equal(0, feed.Watches);

        using var again = feed.Subscribe("default", _ => Task.CompletedTask);
        await UntilAsync(() => events.Connections == 2);
    }

    [Fact]
    public async Task Subscribe_StandingFeed_KnowsThatItIsLive()
    {
        var live = false;
        using var first = feed.Subscribe("default", batch => Task.FromResult(live = batch.IsLive));
        Assert.False(first.IsLive);
        await UntilAsync(() => live);

        using var second = feed.Subscribe("default", _ => Task.CompletedTask);

        Assert.True(second.IsLive);
    }

    [Fact]
    public async Task Subscribe_RefusedProject_ReadsAnewAndIsNotLive()
    {
        FeedBatch? last = null;
        using var subscription = feed.Subscribe("gone", batch => Task.FromResult(last = batch));

        await UntilAsync(() => last is { IsLive: false, Everything: true });
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 500 && !isSo(); i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.True(isSo());
    }

    private sealed record Node(FleetClient Client) : INodeClient;
}
