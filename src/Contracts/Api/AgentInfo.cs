namespace Fleet.Contracts.Api;

/// <summary>The agent in a guest.</summary>
/// <param name="Version">Its version.</param>
/// <param name="LastSeenAt">When it was last heard, by the database's clock.</param>
public sealed record AgentInfo(string? Version, DateTimeOffset? LastSeenAt);
