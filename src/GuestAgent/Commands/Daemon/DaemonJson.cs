using System.Text.Json.Serialization;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>The daemon's files in <c>/run/fleet</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(AgentStatus))]
[JsonSerializable(typeof(BootMarker))]
internal sealed partial class DaemonJson : JsonSerializerContext;
