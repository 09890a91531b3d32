using System.Text.Json.Serialization;

namespace Fleet.Contracts.Api;

/// <summary>Is the guest's agent heard?</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Liveness>))]
public enum Liveness
{
    /// <summary>No agent has ever been heard.</summary>
    Unknown,

    /// <summary>Connected.</summary>
    Online,

    /// <summary>Not known to be gone, but not heard either.</summary>
    Silent,

    /// <summary>It disconnected.</summary>
    Offline,
}
