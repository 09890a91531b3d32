namespace Fleet.Contracts.Agents;

/// <summary><c>GET /fleet/v1/bootstrap</c>: where the server is and whom to trust there. Not secret.</summary>
public sealed record BootstrapDocument
{
    /// <summary>The server's base address, such as <c>https://10.77.0.1:7443</c>.</summary>
    public required string Server { get; init; }

    /// <summary>SHA-256 of the CA's SubjectPublicKeyInfo, as <c>sha256/BASE64</c> (the form of RFC 7469).</summary>
    public required string CaPin { get; init; }

    /// <summary>The CA's certificate as PEM; it counts only if it has the pin.</summary>
    public required string CaCertificate { get; init; }

    /// <summary>The caller's project.</summary>
    public required string Project { get; init; }

    /// <summary>The caller's instance.</summary>
    public required InstanceId Instance { get; init; }
}
