namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>The configuration section <c>Listen</c>.</summary>
internal sealed class ListenConfiguration
{
    /// <summary>API, dashboard, hub. Plain http only on loopback or on a socket that was handed over.</summary>
    public List<string> Public { get; init; } = [];

    /// <summary>Metadata, one entry a network.</summary>
    public List<MetadataListenConfiguration> Metadata { get; init; } = [];

    /// <summary>Health and metrics.</summary>
    public string? Ops { get; init; }

    public const string DefaultPublic = "http://127.0.0.1:7080";
}

/// <summary>One metadata network.</summary>
internal sealed class MetadataListenConfiguration
{
    /// <summary>Its name: with the source address it is a guest's identity.</summary>
    public string Network { get; init; } = "";

    /// <summary>Where to listen.</summary>
    public string Address { get; init; } = "";

    /// <summary>The public address that its guests are told, such as <c>https://10.77.0.1:7443</c>.</summary>
    public string? Server { get; init; }
}
