using Fleet.Contracts;
using Fleet.Contracts.Agents;
using Fleet.GuestAgent.Identity;

namespace Fleet.GuestAgent.Sources.FleetMetadata;

/// <summary>Fleet's own two routes on the metadata listener. No redirect is followed and no proxy asked: the answer decides whom to trust.</summary>
internal sealed class MetadataService : IDisposable
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(2);
    private readonly HttpClient _any;
    private readonly HttpClient _privileged;

    public MetadataService(string address)
    {
        Address = address.TrimEnd('/');
        _any = Client(new());
        _privileged = Client(new() { ConnectCallback = PrivilegedPort.ConnectAsync });
    }

    public string Address { get; }

    public Task<BootstrapDocument> BootstrapAsync(CancellationToken ct) =>
        SendAsync(_any, HttpMethod.Get, "/fleet/v1/bootstrap", (r, c) => FleetHttp.ReadAsync(r, ContractsJson.Default.BootstrapDocument, c), ct);

    /// <summary>Asks for a join secret, from a source port that only root can have.</summary>
    public Task<JoinReply> JoinAsync(CancellationToken ct) =>
        SendAsync(_privileged, HttpMethod.Post, "/fleet/v1/join", (r, c) => FleetHttp.ReadAsync(r, ContractsJson.Default.JoinReply, c), ct);

    public void Dispose()
    {
        _any.Dispose();
        _privileged.Dispose();
    }

    private async Task<T> SendAsync<T>(HttpClient http, HttpMethod method, string path, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, Address + path);
        request.Headers.Add(FleetHeaders.MetadataFlavor, FleetHeaders.MetadataFlavorFleet);
        using var response = await http.SendAsync(request, ct).ConfigureAwait(false);
        return await read(response, ct).ConfigureAwait(false);
    }

    private static HttpClient Client(SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false;
        handler.UseProxy = false;
        handler.UseCookies = false;
        // The connection may be of an address that DHCP has changed since: each try dials anew.
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        return new(handler) { Timeout = OneTry, MaxResponseContentBufferSize = 64 * 1024 };
    }
}
