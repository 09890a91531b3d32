using Fleet.ControlPlane.Identity;
using Microsoft.AspNetCore.SignalR;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>A connection's beginning and end.</summary>
internal sealed partial class ConnectionHandler(AgentConnections connections, AgentLiveness liveness, ILogger<ConnectionHandler> logger)
{
    /// <summary>Throws when the database cannot be told: the connection closes, and the agent tries again.</summary>
    public async Task ConnectedAsync(HubCallerContext context)
    {
        var user = context.User!;
        var connection = new AgentConnection(context, user.Agent(), user.Instance(), user.Project());
        connection.AttachTo(context);
        connections.Add(connection);
        try
        {
            await liveness.ConnectedAsync(connection, context.ConnectionAborted);
        }
        catch
        {
            connections.Remove(connection);
            throw;
        }
    }

    public async Task DisconnectedAsync(HubCallerContext context)
    {
        if (!context.Items.ContainsKey(typeof(AgentConnection)))
            return;
        var connection = AgentConnection.Of(context);
        connections.Remove(connection);
        try
        {
            await liveness.DisconnectedAsync(connection, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogFailed(connection.Instance, e); // it will look silent, and soon
        }
    }

    [LoggerMessage(2102, LogLevel.Warning, "the end of a connection of instance {Instance} could not be noted")]
    private partial void LogFailed(Contracts.InstanceId instance, Exception e);
}
