using System.Text.Json.Serialization;

namespace Fleet.Contracts.Api;

/// <summary>Is it provisioned, and did it succeed?</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ProvisioningState>))]
public enum ProvisioningState
{
    /// <summary>Registered; the guest has not been heard.</summary>
    Pending,

    /// <summary>The guest has asked for its metadata, and has not reported yet.</summary>
    Booting,

    /// <summary>Steps are running.</summary>
    Provisioning,

    /// <summary>Every step succeeded or was skipped.</summary>
    Provisioned,

    /// <summary>The boot came to its end, and at least one step failed.</summary>
    Degraded,

    /// <summary>The boot could not come to its end.</summary>
    Failed,

    /// <summary>The deadline passed first.</summary>
    TimedOut,
}
