using System.Net.Sockets;

namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>Binds each address once, and lets go of it: an address in use is said before a database is started, and in one line.</summary>
internal static class ListenerProbe
{
    public static void Check(IEnumerable<Listener> listeners)
    {
        foreach (var endPoint in listeners.Select(l => l.Address?.EndPoint).OfType<System.Net.IPEndPoint>())
        {
            try
            {
                using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(endPoint);
                socket.Listen();
            }
            catch (SocketException e)
            {
                throw new ConfigurationException(e.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"another program listens on {endPoint}: stop it, or change Listen:*"
                    : $"listening on {endPoint}: {e.Message}");
            }
        }
    }
}
