using System.Net.Sockets;
using Fleet.GuestAgent.Commands.Daemon;
using Fleet.GuestAgent.Reporting;
using Fleet.GuestAgent.Tests.Identity;
using Fleet.GuestAgent.Tests.Reporting;
using Fleet.GuestAgent.Upkeep;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.GuestAgent.Tests.Upkeep;

public sealed class WatchdogTests
{
    [Fact]
    public async Task WatchdogAsync_NotAlive_WithholdsThePing()
    {
        using var root = new TempRoot();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(root.Path + "/notify"));
        var (alive, asked) = (true, 0);
        await using var running = new Running(ct => new SdNotify(root.Path + "/notify", "30000", TimeProvider.System).WatchdogAsync(
            () =>
            {
                asked++;
                return alive;
            },
            ct));
        await Agents.UntilAsync(() => socket.Available > 0, "a ping");

        alive = false;
        var before = asked;
        await Agents.UntilAsync(() => asked > before + 1, "asked again");
        while (socket.Available > 0)
            socket.Receive(new byte[64]);
        before = asked;
        await Agents.UntilAsync(() => asked > before + 3, "asked and asked");

        Assert.Equal(0, socket.Available);
    }

    [Fact]
    public async Task Watch_TakingHangs_IsStalledAfterFiveMinutes()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var server = Agents.Enrolled(fleet);
        var (time, hangs) = (new FakeTimeProvider(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var (watch, taken) = (new Watch(new(server), time, AgentLog.Silent), 0);
        await using var running = new Running(ct => watch.RunAsync(null, _ => Interlocked.Increment(ref taken) == 1 ? hangs.Task : Task.CompletedTask, ct));
        await Agents.UntilAsync(() => taken == 1, "taken");
        Assert.False(watch.IsStalled);

        time.Advance(Heartbeat.TooLong + TimeSpan.FromSeconds(1));
        Assert.True(watch.IsStalled);
        hangs.SetResult();

        await Agents.UntilAsync(() => !watch.IsStalled, "goes on");
    }
}
