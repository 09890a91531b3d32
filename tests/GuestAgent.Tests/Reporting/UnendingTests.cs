using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Tests.Reporting;

public sealed class UnendingTests
{
    [Fact]
    public async Task RunAsync_LoopFails_IsToldOnceAndBegunAnew()
    {
        var (buffer, begun) = (Agents.Buffer(), 0);
        await using var running = new Running(ct => new Unending(buffer, AgentLog.Silent).RunAsync("watch", c => ++begun < 3 ? throw new InvalidOperationException("nobody thought of it") : Task.Delay(-1, c), ct));

        await Agents.UntilAsync(() => begun == 3, "begun a third time");

        var told = Assert.Single(buffer.Next(StreamName.Timeline, 10)!.Events);
        Assert.Equal("upkeep/watch", told.Path);
        Assert.Contains("InvalidOperationException: nobody thought of it", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        var running = new Unending(Agents.Buffer(), AgentLog.Silent).RunAsync("watch", c => Task.Delay(-1, c), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
