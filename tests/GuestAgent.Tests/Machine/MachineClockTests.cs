namespace Fleet.GuestAgent.Tests.Machine;

public sealed class MachineClockTests
{
    [Fact]
    public async Task ReadAsync_ThisMachine_RunsSinceItsBoot()
    {
        using var host = new Fleet.GuestAgent.Machine.Host("/", TimeProvider.System);
        var clock = await host.ReadClockAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(Guid.Empty, clock.BootId);
        var first = clock.MonotonicNs;
        // /proc/uptime counts suspended time too: never less than the monotonic clock.
        var uptime = double.Parse((await File.ReadAllTextAsync("/proc/uptime", TestContext.Current.CancellationToken)).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(first, 1, (long)((uptime + 1) * 1e9));
        Assert.True(clock.MonotonicNs >= first);
    }
}
