using System.Net;
using System.Net.Sockets;

namespace Fleet.TestKit;

/// <summary>Free ports on loopback. Another process may take one in between; nobody but tests does here.</summary>
public static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
