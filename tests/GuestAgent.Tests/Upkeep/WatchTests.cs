using System.Collections.Concurrent;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Reporting;
using Fleet.GuestAgent.Tests.Reporting;
using Fleet.GuestAgent.Upkeep;

namespace Fleet.GuestAgent.Tests.Upkeep;

public sealed class WatchTests
{
    [Fact]
    public async Task Run_DocumentChanges_IsTakenAtOnce()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var server = Agents.Enrolled(fleet);
        var taken = new ConcurrentQueue<string>();
        await using var running = Start(server, s => taken.Enqueue(s.Document.Name));
        await Agents.UntilAsync(() => !taken.IsEmpty, "first");
        for (var i = 0; i < 5; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken); // until the watch is held
            fleet.Publish(d => d with { Name = $"vm-{i}" });
            await Agents.UntilAsync(() => taken.Last() == $"vm-{i}", "taken", 2);
        }
    }

    [Fact]
    public async Task Run_ServerNeverHolds_IsAskedOnceASecond()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        fleet.NeverHolds = true;
        using var server = Agents.Enrolled(fleet);
        await using var running = Start(server, _ => { });

        await Task.Delay(2500, TestContext.Current.CancellationToken);

        Assert.InRange(fleet.DocumentReads, 3, 7);
    }

    [Fact]
    public async Task Run_TokenRevoked_GoesOnWithAnother()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var server = Agents.Enrolled(fleet);
        var taken = new ConcurrentQueue<string>();
        await using var running = Start(server, s => taken.Enqueue(s.Document.Name));
        await Agents.UntilAsync(() => !taken.IsEmpty, "first");
        fleet.Enrolment.RevokeTokens();
        fleet.Publish(d => d with { Name = "one" });
        await Agents.UntilAsync(() => taken.Contains("one"), "one");
        fleet.Publish(d => d with { Name = "two" });

        await Agents.UntilAsync(() => taken.Contains("two"), "two");

        Assert.Equal(2, fleet.Enrolment.TokensMinted);
    }

    [Fact]
    public async Task Run_ServerRestarts_GoesOn()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var server = Agents.Enrolled(fleet);
        var taken = new ConcurrentQueue<string>();
        await using var running = Start(server, s => taken.Enqueue(s.Document.Name));
        await Agents.UntilAsync(() => !taken.IsEmpty, "first");
        await fleet.StopAsync();
        fleet.Publish(d => d with { Name = "while down" });
        await fleet.StartAsync();

        await Agents.UntilAsync(() => taken.Contains("while down"), "taken");
    }

    [Fact]
    public async Task Run_TakingFails_IsGivenTheSameStateAgain()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var server = Agents.Enrolled(fleet);
        var tries = 0;
        await using var running = Start(server, _ =>
        {
            if (++tries < 3)
                throw new IOException("No space left on device");
        });

        await Agents.UntilAsync(() => tries == 3, "three tries");
    }

    private static Running Start(FleetServer server, Action<DesiredState> taken) => new(ct =>
        new Watch(new(server), TimeProvider.System, AgentLog.Silent).RunAsync(null, s =>
        {
            taken(s);
            return Task.CompletedTask;
        }, ct));
}
