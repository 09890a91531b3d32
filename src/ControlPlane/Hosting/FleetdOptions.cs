using Fleet.ControlPlane.Hosting.Database;

namespace Fleet.ControlPlane.Hosting;

/// <summary>What fleetd is configured with. Sources, the later wins: appsettings.json, /etc/fleet/fleetd.json, FLEET_ environment, command line.</summary>
internal sealed class FleetdOptions
{
    public Listeners.ListenConfiguration Listen { get; init; } = new();

    public DatabaseOptions Database { get; init; } = new();

    public TlsOptions Tls { get; init; } = new();
}

/// <summary>The configuration section <c>Tls</c>.</summary>
internal sealed class TlsOptions
{
    /// <summary>The CA's certificate and key; default <c>DataDirectory/tls/ca.pem</c>. Nodes of one fleet share it: an agent trusts the one CA that it pinned.</summary>
    public string? CaFile { get; init; }

    /// <summary>Names and addresses of the server's certificate beside those that the listeners tell.</summary>
    public List<string> Names { get; init; } = [];
}
