using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Fleet.GuestAgent.Identity;

namespace Fleet.GuestAgent.Sources.FleetMetadata;

/// <summary>Dials from a port below 1024: the metadata service's proof that root asks, and not any process of the guest.</summary>
internal static class PrivilegedPort
{
    private const int Tries = 100;

    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var to = context.DnsEndPoint;
        var address = IPAddress.TryParse(to.Host, out var ip) ? ip : (await Dns.GetHostAddressesAsync(to.Host, ct).ConfigureAwait(false))[0];
        for (var i = 1; ; i++)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                var any = address.AddressFamily is AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
                socket.Bind(new IPEndPoint(any, RandomNumberGenerator.GetInt32(512, 1024)));
                await socket.ConnectAsync(new IPEndPoint(address, to.Port), ct).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                if (e.SocketErrorCode is SocketError.AccessDenied)
                    throw new AgentRefusedException("joining needs a source port below 1024, which only root may have");
                // Another program has the port, or an earlier connection of ours still holds the pair in TIME_WAIT.
                if (i == Tries || e.SocketErrorCode is not (SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable))
                    throw;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
