using System.Net;
using System.Net.Sockets;
using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary><c>instance/network-interfaces/</c>: always one entry, with the real MAC. Google's agent fails at every change when the list is empty.</summary>
internal static class GceInterfaces
{
    private static readonly GceValue.List Empty = new([]);

    public static GceValue.List Of(InstanceHalf instance)
    {
        var children = new List<KeyValuePair<string, GceValue>>
        {
            new("access-configs", Empty),
            new("forwarded-ips", Empty),
            new("forwarded-ipv6s", Empty),
        };
        if (First(instance, AddressFamily.InterNetwork) is { } ip)
            children.Add(new("ip", new GceValue.Text(ip)));
        children.Add(new("ip-aliases", Empty));
        if (First(instance, AddressFamily.InterNetworkV6) is { } ipv6)
            children.Add(new("ipv6s", new GceValue.List([new GceValue.Text(ipv6)])));
        if (instance.MacAddresses.Count > 0)
            children.Add(new("mac", new GceValue.Text(instance.MacAddresses[0])));
        children.Add(new("target-instance-ips", new GceValue.Strings([], AlwaysJson: false)));
        return new([new GceValue.Directory(children)]);
    }

    private static string? First(InstanceHalf instance, AddressFamily family) =>
        instance.Addresses.FirstOrDefault(a => IPAddress.TryParse(a, out var address) && address.AddressFamily == family);
}
