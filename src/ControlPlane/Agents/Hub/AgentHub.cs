using Fleet.Contracts.Events;
using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Identity;
using Microsoft.AspNetCore.Authorization;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>The agents' hub. No method takes an id of an agent or an instance: who speaks is known from the credential alone (HB-12).</summary>
[Authorize(Policy = Policies.Agent)]
internal sealed class AgentHub(ConnectionHandler connection, HelloHandler hello, ReportHandler report) : Microsoft.AspNetCore.SignalR.Hub
{
    public Task<HelloReply> Hello(HelloRequest request) => hello.HandleAsync(AgentConnection.Of(Context), request, Context.ConnectionAborted);

    public Task<ReportReply> Report(Guid epoch, long firstSeq, uint? crcBefore, AgentEvent[] events) =>
        report.HandleAsync(AgentConnection.Of(Context), epoch, firstSeq, crcBefore, events, Context.ConnectionAborted);

    public override Task OnConnectedAsync() => connection.ConnectedAsync(Context);

    public override Task OnDisconnectedAsync(Exception? exception) => connection.DisconnectedAsync(Context);
}
