using Fleet.Client;

namespace Fleet.ControlPlane.Hosting.DashboardHost;

/// <summary>
/// The dashboard's way to the API: this process's own unix socket, 0600. One handler for all circuits (IHttpClientFactory's scopes are not the circuit's).
/// </summary>
internal sealed class LocalApi(FleetdOptions options) : IDisposable
{
    private readonly SocketsHttpHandler handler = FleetHandlers.UnixSocket(Path.Combine(Path.GetFullPath(options.Database.DataDirectory), "run", "api.sock"));

    /// <summary>A client whose token comes from <paramref name="token"/>, asked before each request.</summary>
    public HttpClient Connect(Func<CancellationToken, ValueTask<string>> token) => FleetHandlers.Connect(FleetHandlers.WithToken(handler, token), new("http://fleet"));

    public void Dispose() => handler.Dispose();
}
