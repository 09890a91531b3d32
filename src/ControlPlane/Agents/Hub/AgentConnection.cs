using Fleet.Contracts;
using Fleet.ControlPlane.Timelines.Ingest;
using Microsoft.AspNetCore.SignalR;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>One open connection of one agent, and whose it is: from its credential, once.</summary>
internal sealed class AgentConnection(HubCallerContext context, AgentId agent, InstanceId instance, ProjectId project)
{
    private volatile HelloFacts? hello;

    /// <summary>Newer connections have greater ids.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();
    public AgentId Agent => agent;
    public InstanceId Instance => instance;
    public ProjectId Project => project;

    /// <summary>What its <c>Hello</c> said; null until it has.</summary>
    public HelloFacts? Hello
    {
        get => hello;
        set => hello = value;
    }

    /// <summary>SignalR's name for it.</summary>
    public string SignalRId => context.ConnectionId;

    public void Abort() => context.Abort();

    /// <summary>The connection of a hub call.</summary>
    public static AgentConnection Of(HubCallerContext context) => (AgentConnection)context.Items[typeof(AgentConnection)]!;

    public void AttachTo(HubCallerContext caller) => caller.Items[typeof(AgentConnection)] = this;
}
