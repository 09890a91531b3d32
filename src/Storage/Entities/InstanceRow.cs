using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>An instance's identity and what users say of it.</summary>
public sealed class InstanceRow
{
    /// <summary>Its id.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>Its project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>Its name, unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>The hostname wished for.</summary>
    public string? Hostname { get; set; }

    /// <summary>Labels (jsonb).</summary>
    public required Dictionary<string, string> Labels { get; set; }

    /// <summary>The cloud whose identity it has.</summary>
    public string? Dialect { get; init; }

    /// <summary>Its id at that cloud.</summary>
    public string? ProviderInstanceId { get; init; }

    /// <summary>Its number in dialects that want one (GCE): assigned by the database.</summary>
    public long NumericId { get; init; }

    /// <summary>Its zone.</summary>
    public string? Zone { get; set; }

    /// <summary>Its machine type.</summary>
    public string? MachineType { get; set; }

    /// <summary>The image it boots.</summary>
    public string? Image { get; set; }

    /// <summary>The metadata network that it asks from.</summary>
    public string? Network { get; init; }

    /// <summary>Its addresses there (canonical text), in the interfaces' order; <see cref="InstanceAddressRow"/> makes them unique.</summary>
    public required List<string> Addresses { get; init; }

    /// <summary>MAC addresses: lower case, colons.</summary>
    public required List<string> MacAddresses { get; init; }

    /// <summary>The user-data's body, as it was given.</summary>
    public byte[]? UserData { get; set; }

    /// <summary>The signed order that names the user-data's hash (JSON of SignedOrder).</summary>
    public string? UserDataOrder { get; set; }

    /// <summary>Moved by users only: the REST ETag.</summary>
    public long SpecVersion { get; set; } = 1;

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
