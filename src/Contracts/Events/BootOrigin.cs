using System.Text.Json.Serialization;

namespace Fleet.Contracts.Events;

/// <summary>What zero means on a boot's monotonic clock.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<BootOrigin>))]
public enum BootOrigin
{
    /// <summary>The kernel's start.</summary>
    Kernel,

    /// <summary>PID 1's start: a container shares its host's clock (systemd's UserspaceTimestampMonotonic).</summary>
    Container,
}
