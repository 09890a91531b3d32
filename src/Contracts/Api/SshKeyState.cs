using System.Text.Json.Serialization;

namespace Fleet.Contracts.Api;

/// <summary>What has become of a key.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SshKeyState>))]
public enum SshKeyState
{
    /// <summary>Written, and not confirmed by the guest.</summary>
    Pending,

    /// <summary>The guest said that it is in force.</summary>
    Applied,

    /// <summary>The guest said that it could not; <see cref="SshKey.Problem"/> is its reason.</summary>
    Failed,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Removed; kept for the record.</summary>
    Removed,
}
