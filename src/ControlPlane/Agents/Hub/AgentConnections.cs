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

    /// <summary>Closes every connection of an agent on this node, and answers how many there were.</summary>
    public int Abort(AgentId agent)
    {
        var ended = Of(agent);
        foreach (var connection in ended)
            connection.Abort();
        return ended.Count;
    }
}
