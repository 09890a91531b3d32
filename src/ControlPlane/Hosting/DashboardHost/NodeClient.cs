using Fleet.Client;
using Fleet.ControlPlane.Identity;
using Fleet.Dashboard;

namespace Fleet.ControlPlane.Hosting.DashboardHost;

/// <summary>This node's own subscription to changes: hints alone, which each circuit then reads with its own token.</summary>
internal sealed class NodeClient : INodeClient, IDisposable
{
    private readonly CircuitToken token;
    private readonly HttpClient http;

    public NodeClient(CircuitTokens tokens, LocalApi api, TimeProvider time)
    {
        token = new(tokens, time, _ => ValueTask.FromResult<string?>("system:dashboard"));
        http = api.Connect(token.GetAsync);
        Client = new(http, time);
    }

    public FleetClient Client { get; }

    public void Dispose()
    {
        http.Dispose();
        token.Dispose();
    }
}
