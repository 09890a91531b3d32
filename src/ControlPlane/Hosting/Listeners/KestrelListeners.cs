using Fleet.ControlPlane.Hosting.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>Opens the listeners on Kestrel. Each marks its connections with a <see cref="ListenerFeature"/>.</summary>
internal static class KestrelListeners
{
    public static void Open(KestrelServerOptions kestrel, IEnumerable<Listener> listeners, IReadOnlyDictionary<string, int> fds, ServerCertificate certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        foreach (var listener in listeners)
        {
            void Configure(ListenOptions options)
            {
                options.Use(next => connection =>
                {
                    connection.Features.Set(listener.Feature);
                    return next(connection);
                });
                // Metadata clients and agents speak HTTP/1.1; h2 stays for browsers and the API over TLS.
                options.Protocols = listener.Address?.Tls == true ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
                if (listener.Address?.Tls == true)
                    options.UseHttps(https => https.ServerCertificateSelector = (_, _) => certificate.Current);
            }

            if (listener.SocketPath is { } path)
                kestrel.ListenUnixSocket(path, Configure);
            else if (listener.Address!.FdName is { } name)
                kestrel.ListenHandle(Handle(name, fds, listener), Configure);
            else
                kestrel.Listen(listener.Address.EndPoint!, Configure);
        }
    }

    private static ulong Handle(string name, IReadOnlyDictionary<string, int> fds, Listener listener) => fds.TryGetValue(name, out var fd)
        ? (ulong)fd
        : throw new ConfigurationException($"the {listener.Feature.Kind} listener wants the socket '{name}', which was not handed over; LISTEN_FDNAMES has: {string.Join(", ", fds.Keys.Order())}");
}
