using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Tests.Reporting;

/// <summary>Something that runs until the test is over.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _task;

    public Running(Func<CancellationToken, Task> run) => _task = Task.Run(() => run(_stop.Token));

    public static Running Start(FleetServer server, EventBuffer buffer) => new(new HubReporter(server, buffer, AgentLog.Silent).RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _task;
        }
        catch (OperationCanceledException)
        {
        }

        _stop.Dispose();
    }
}
