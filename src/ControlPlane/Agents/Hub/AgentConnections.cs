using System.Collections.Concurrent;
using Fleet.Contracts;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>The agents that are connected to this node.</summary>
internal sealed class AgentConnections
{
    private readonly ConcurrentDictionary<Guid, AgentConnection> open = new();

    public IEnumerable<AgentConnection> All => open.Values;

    public void Add(AgentConnection connection) => open[connection.Id] = connection;

    public void Remove(AgentConnection connection) => open.TryRemove(connection.Id, out _);

    /// <summary>The connections of an agent on this node.</summary>
    public IReadOnlyList<AgentConnection> Of(AgentId agent) => [.. open.Values.Where(c => c.Agent == agent)];

    /// <summary>Closes every connection of an agent on this node.</summary>
    public void Abort(AgentId agent)
    {
        foreach (var connection in Of(agent))
            connection.Abort();
    }
}
