using Fleet.Client;

namespace Fleet.Dashboard;

/// <summary>
/// The node's own client; a singleton, registered by the host. Used for the change feed alone: hints of what to read anew, which each circuit then reads
/// with its own token.
/// </summary>
public interface INodeClient
{
    /// <summary>The client.</summary>
    FleetClient Client { get; }
}
