using Fleet.Client;
using Fleet.ControlPlane.Identity;

namespace Fleet.ControlPlane.Hosting.DashboardHost;

/// <summary>
/// The dashboard's way to the API: this process's own unix socket, 0600. One handler for all circuits (IHttpClientFactory's scopes are not the circuit's).
/// </summary>
internal sealed class LocalApi : IDisposable
{
    private readonly SocketsHttpHandler handler;

    public LocalApi(FleetdOptions options) =>
        handler = FleetHandlers.UnixSocket(Path.Combine(Path.GetFullPath(options.Database.DataDirectory), "run", "api.sock"));

    /// <summary>A client whose token comes from <paramref name="token"/>, asked before each request.</summary>
    public HttpClient Client(Func<CancellationToken, ValueTask<string>> token) =>
        new(new TokenHandler(token) { InnerHandler = handler }, disposeHandler: false) { BaseAddress = new("http://fleet"), Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => handler.Dispose();

    private sealed class TokenHandler(Func<CancellationToken, ValueTask<string>> token) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new("Bearer", await token(cancellationToken));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
