using System.Globalization;
using System.Net;

namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>
/// One address to listen on: <c>http://127.0.0.1:7080</c>, <c>https://10.77.0.1:7443</c>, <c>169.254.169.254:80</c> (plain http),
/// or a socket that was handed over (<c>fd:NAME</c>, <c>https://fd:NAME</c>; sd_listen_fds(3)).
/// </summary>
internal sealed record ListenAddress(bool Tls, IPEndPoint? EndPoint, string? FdName)
{
    public static ListenAddress? Parse(string text)
    {
        var tls = text.StartsWith("https://", StringComparison.Ordinal);
        var rest = tls ? text[8..] : text.StartsWith("http://", StringComparison.Ordinal) ? text[7..] : text;
        rest = rest.TrimEnd('/');
        if (rest.StartsWith("fd:", StringComparison.Ordinal))
            return rest.Length > 3 ? new(tls, null, rest[3..]) : null;
        var colon = rest.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return null;
        var host = rest[..colon];
        if (host == "localhost")
            host = "127.0.0.1";
        return IPAddress.TryParse(host.Trim('[', ']'), out var address) ? new(tls, new(address, port), null) : null;
    }

    public override string ToString() => (Tls ? "https://" : "http://") + (FdName is null ? EndPoint!.ToString() : "fd:" + FdName);
}
