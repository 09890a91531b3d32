namespace Fleet.ControlPlane.Hosting.Tls;

/// <summary>The names in the server's certificate: what guests are told, what it listens on, what the operator adds.</summary>
internal static class CertificateNames
{
    public static IReadOnlyList<string> Of(FleetdOptions options) =>
    [
        .. options.Tls.Names,
        .. options.Listen.Metadata.Select(m => Uri.TryCreate(m.Server, UriKind.Absolute, out var server) ? server.Host.Trim('[', ']') : null).OfType<string>(),
        .. options.Listen.Public.Select(p => Listeners.ListenAddress.Parse(p)?.EndPoint?.Address.ToString()).OfType<string>(),
        "localhost", "127.0.0.1", Environment.MachineName,
    ];
}
