using Fleet.Contracts.Hub;
using Microsoft.AspNetCore.SignalR;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>Tells the agents before their connections end, so that they come back spread over half a minute and not all at once.</summary>
internal sealed partial class DrainOnShutdown(
    IHubContext<AgentHub> hub, AgentConnections connections, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<DrainOnShutdown> logger) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private CancellationTokenRegistration registration;

    // SignalR closes its connections in an ApplicationStopping callback of its own, and SIGTERM raises that before any hosted service hears of the end.
    // Callbacks run last registered first: this one is registered after MapHub's and so runs before it.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        registration = lifetime.ApplicationStopping.Register(() => DrainAsync().GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await registration.DisposeAsync();

    // Written is not sent: a connection that is closed now would drop the message, so agents get a moment to hang up by themselves.
    private async Task DrainAsync()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await hub.Clients.All.SendAsync(AgentHubProtocol.Drain, patience.Token);
            while (connections.All.Any())
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, patience.Token);
        }
        catch (OperationCanceledException)
        {
            LogImpatient(connections.All.Count());
        }
    }

    [LoggerMessage(2103, LogLevel.Information, "{Count} agents were told to drain and are still connected; closing them")]
    private partial void LogImpatient(int count);
}
