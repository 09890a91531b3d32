using System.Text.Json.Serialization;
using Fleet.GuestAgent.Sources;

namespace Fleet.GuestAgent.Identity;

/// <summary>The agent's own files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    WriteIndented = true)]
[JsonSerializable(typeof(AgentIdentity))]
[JsonSerializable(typeof(PendingEnrollment))]
[JsonSerializable(typeof(AgentSettings))]
internal sealed partial class IdentityJson : JsonSerializerContext;
