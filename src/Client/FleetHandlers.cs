using System.Net.Sockets;

namespace Fleet.Client;

/// <summary>What a <see cref="FleetClient"/>'s requests travel through.</summary>
public static class FleetHandlers
{
    /// <summary>
    /// A handler that dials a unix socket, whatever the request's host says. One is shared by every client of a process; it pools connections.
    /// No redirects (a token would travel with them), no proxy, no cookies.
    /// </summary>
    /// <param name="path">The socket's file.</param>
    public static SocketsHttpHandler UnixSocket(string path)
    {
        var endpoint = new UnixDomainSocketEndPoint(path);
        return new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
    }

    /// <summary>Puts a bearer token on every request; the token is asked for each time, so that it may be minted anew.</summary>
    /// <param name="inner">The handler below; shared ones stay alive, see <see cref="Connect"/>.</param>
    /// <param name="token">The token that is valid now.</param>
    public static DelegatingHandler WithToken(HttpMessageHandler inner, Func<CancellationToken, ValueTask<string>> token) => new BearerHandler(inner, token);

    /// <summary>
    /// An <see cref="HttpClient"/> as <see cref="FleetClient"/> needs it: no timeout of its own (a wait or a watch is longer than any), and the handler outlives it.
    /// </summary>
    /// <param name="handler">The handler, owned by the caller.</param>
    /// <param name="server">Scheme, host and port; over a unix socket any host, such as <c>http://fleet</c>.</param>
    public static HttpClient Connect(HttpMessageHandler handler, Uri server) =>
        new(handler, disposeHandler: false) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
}
