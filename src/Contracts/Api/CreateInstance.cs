namespace Fleet.Contracts.Api;

/// <summary><c>POST projects/{p}/instances</c>.</summary>
public sealed record CreateInstance
{
    /// <summary>The name; required.</summary>
    public string? Name { get; init; }

    /// <summary>RFC 1123; default: the name.</summary>
    public string? Hostname { get; init; }

    /// <summary>Labels: keys <c>[a-z0-9._/-]{1,63}</c>, values up to 256 characters.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The cloud whose identity it has.</summary>
    public string? Dialect { get; init; }

    /// <summary>Its id at that cloud.</summary>
    public string? ProviderInstanceId { get; init; }

    /// <summary>Its zone.</summary>
    public string? Zone { get; init; }

    /// <summary>Its machine type.</summary>
    public string? MachineType { get; init; }

    /// <summary>The image it boots.</summary>
    public string? Image { get; init; }

    /// <summary>The metadata network; required with addresses.</summary>
    public string? Network { get; init; }

    /// <summary>Addresses on the network; each belongs to one instance at a time.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>MAC addresses.</summary>
    public IReadOnlyList<string>? MacAddresses { get; init; }

    /// <summary>First attributes.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>First keys.</summary>
    public IReadOnlyList<CreateSshKey>? SshKeys { get; init; }

    /// <summary><c>#cloud-config</c> or <c>#!</c>, at most 1 MiB.</summary>
    public string? UserData { get; init; }

    /// <summary><c>base64</c>, or absent for text.</summary>
    public string? UserDataEncoding { get; init; }
}
