using Fleet.Contracts.Agents;

namespace Fleet.GuestAgent.Upkeep;

/// <summary>One answer of the watch.</summary>
internal sealed record DesiredState(AgentDocument Document, string ETag);
