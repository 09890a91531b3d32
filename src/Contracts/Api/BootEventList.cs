using Fleet.Contracts.Events;

namespace Fleet.Contracts.Api;

/// <summary>A page of a boot's events, in the order of their streams.</summary>
/// <param name="Events">The events.</param>
/// <param name="NextPageToken">Opaque; absent on the last page.</param>
public sealed record BootEventList(IReadOnlyList<AgentEvent> Events, string? NextPageToken);
