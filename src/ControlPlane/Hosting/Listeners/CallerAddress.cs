using System.Net;

namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>Who asks on a metadata listener: (network, source address), and nothing that the request says. Every dialect identifies a guest by this alone.</summary>
/// <param name="Network">The listener's network.</param>
/// <param name="Address">As <c>instance_addresses</c> writes it.</param>
internal readonly record struct CallerAddress(string Network, string Address)
{
    /// <summary>Null on a listener without a network.</summary>
    public static CallerAddress? Of(HttpContext context) =>
        context.Features.Get<ListenerFeature>() is { Network: { } network } && context.Connection.RemoteIpAddress is { } address ? Of(network, address) : null;

    // A dual-stack socket shows an IPv4 guest as ::ffff:10.0.0.2, and a link-local address carries the number of our interface.
    public static CallerAddress Of(string network, IPAddress address) =>
        new(network, address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : new IPAddress(address.GetAddressBytes()).ToString());
}
