using Fleet.Contracts;

namespace Fleet.GuestAgent.Sources;

/// <summary><c>/etc/fleet/agent.json</c>, all of it optional: <c>{"server":"https://10.77.0.1:7443","caPin":"sha256/…","caFile":"/etc/fleet/ca.pem"}</c>.</summary>
internal sealed record AgentSettings
{
    public const string Path = "/etc/fleet/agent.json";

    /// <summary>Where the metadata service is when nothing else is said.</summary>
    public const string DefaultMetadata = "http://169.254.169.254";

    public string? Server { get; init; }

    public string? CaPin { get; init; }

    /// <summary>The CA as PEM text; or <see cref="CaFile"/>.</summary>
    public string? CaCertificate { get; init; }

    public string? CaFile { get; init; }

    public InstanceId? Instance { get; init; }

    /// <summary>The metadata service's base address.</summary>
    public string? Metadata { get; init; }
}
