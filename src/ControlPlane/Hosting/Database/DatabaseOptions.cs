namespace Fleet.ControlPlane.Hosting.Database;

/// <summary>The configuration section <c>Database</c>.</summary>
internal sealed class DatabaseOptions
{
    /// <summary>Npgsql's connection string of a real PostgreSQL 15 or newer; absent means the embedded one.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Where fleetd keeps what is its own: the embedded cluster, the CA, the signing key, the admin token.</summary>
    public string DataDirectory { get; init; } = "/var/lib/fleetd";
}
