using Fleet.Client;

namespace Fleet.Dashboard;

/// <summary>
/// The signed-in person of one circuit; scoped, registered by the host. The dashboard can do nothing that this client's token may not.
/// </summary>
public interface IDashboardSession
{
    /// <summary>A client whose token is bound to this circuit. One per circuit, over the process's shared handler.</summary>
    FleetClient Client { get; }
}
