namespace Fleet.Contracts.Api;

/// <summary>A page of instances.</summary>
/// <param name="Instances">The instances.</param>
/// <param name="NextPageToken">Opaque; absent on the last page.</param>
public sealed record InstanceList(IReadOnlyList<Instance> Instances, string? NextPageToken);
