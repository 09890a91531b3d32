namespace Fleet.Contracts.Api;

/// <summary>A machine of the fleet.</summary>
public sealed record Instance
{
    /// <summary>Its id.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>Its name within the project: <c>[a-z]([a-z0-9-]{0,61}[a-z0-9])?</c>; never a UUID.</summary>
    public required string Name { get; init; }

    /// <summary>The project's name.</summary>
    public required string Project { get; init; }

    /// <summary>The hostname it should have; absent means its name.</summary>
    public string? Hostname { get; init; }

    /// <summary>Labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The cloud whose identity it has, such as <c>gce</c>.</summary>
    public string? Dialect { get; init; }

    /// <summary>Its id at that cloud.</summary>
    public string? ProviderInstanceId { get; init; }

    /// <summary>Its zone.</summary>
    public string? Zone { get; init; }

    /// <summary>Its machine type.</summary>
    public string? MachineType { get; init; }

    /// <summary>The image it boots.</summary>
    public string? Image { get; init; }

    /// <summary>The metadata network that it asks from.</summary>
    public string? Network { get; init; }

    /// <summary>Its addresses on that network; together with it they are its identity there.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Its MAC addresses, in the interfaces' order.</summary>
    public required IReadOnlyList<string> MacAddresses { get; init; }

    /// <summary>Its interfaces, made from the two above.</summary>
    public required IReadOnlyList<NetworkInterface> NetworkInterfaces { get; init; }

    /// <summary>The document's revision: sixteen hex digits.</summary>
    public required string MetadataRevision { get; init; }

    /// <summary>How far provisioning has come.</summary>
    public required Provisioning Provisioning { get; init; }

    /// <summary>Is its agent heard?</summary>
    public required Liveness Liveness { get; init; }

    /// <summary>Its agent, once one has been heard.</summary>
    public AgentInfo? Agent { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Moved by users only; the value for <c>If-Match</c>, with its quotes.</summary>
    public required string Etag { get; init; }
}
