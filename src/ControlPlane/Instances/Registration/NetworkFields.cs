using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Instances.Registration;

/// <summary>Network, addresses and MACs in their canonical texts: (network, address) is who a guest is, so there must be one way to write it.</summary>
internal static class NetworkFields
{
    private const int MaxInterfaces = 64;

    public static void CheckNetwork(string? network, int addresses, FieldProblems problems)
    {
        if (network is not null && (network.Length > 63 || !Names.IsAttributeKey(network)))
            problems.Add("/network", "must be 1 to 63 of A-Z, a-z, 0-9, '.', '_' and '-'");
        if (network is null && addresses > 0)
            problems.Add("/network", "is required with addresses: an address means something on a network only");
        if (network is not null && addresses == 0)
            problems.Add("/addresses", "are required with a network: they are who the instance is there");
    }

    public static List<string> Addresses(IReadOnlyList<string>? texts, FieldProblems problems) =>
        Each(texts, "/addresses", problems, Address, "must be an IPv4 or IPv6 address of one machine, in full and without a prefix length or a zone");

    public static List<string> Macs(IReadOnlyList<string>? texts, FieldProblems problems) =>
        Each(texts, "/macAddresses", problems, Mac, "must be a MAC address, such as 02:00:5e:10:00:01");

    private static List<string> Each(IReadOnlyList<string>? texts, string pointer, FieldProblems problems, Func<string, string?> canonical, string rule)
    {
        var values = new List<string>();
        if (texts?.Count > MaxInterfaces)
            problems.Add(pointer, $"has at most {MaxInterfaces} entries");
        foreach (var (index, text) in (texts ?? []).Take(MaxInterfaces).Index())
        {
            if (canonical(text) is not { } value)
                problems.Add(JsonPointer.Append(pointer, index), rule);
            else if (values.Contains(value))
                problems.Add(JsonPointer.Append(pointer, index), "is there twice");
            else
                values.Add(value);
        }

        return values;
    }

    private static string? Address(string text)
    {
        if (text.Length > 45 || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal) || !IPAddress.TryParse(text, out var address))
            return null;
        // A guest on a dual-stack socket is seen as ::ffff:a.b.c.d; it is one machine.
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        else if (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != text)
            return null; // 10.1, 0x0a000001, 010.0.0.1: what they mean depends on who reads them
        var bytes = address.GetAddressBytes();
        var isGroup = address.IsIPv6Multicast || (bytes.Length == 4 && bytes[0] >= 224);
        return isGroup || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? null : address.ToString();
    }

    private static string? Mac(string text)
    {
        var parts = text.Split(text.Contains('-', StringComparison.Ordinal) ? '-' : ':');
        return parts.Length == 6 && parts.All(p => p.Length == 2 && byte.TryParse(p, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
            ? string.Join(':', parts).ToLowerInvariant()
            : null;
    }
}
