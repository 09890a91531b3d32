using Fleet.Contracts.Hub;
using Microsoft.AspNetCore.SignalR;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>Tells the agents before their connections end, so that they come back spread over half a minute and not all at once.</summary>
internal sealed class DrainOnShutdown(IHubContext<AgentHub> hub) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => hub.Clients.All.SendAsync(AgentHubProtocol.Drain, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
