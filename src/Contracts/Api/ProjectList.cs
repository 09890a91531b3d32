namespace Fleet.Contracts.Api;

/// <summary>A page of projects.</summary>
/// <param name="Projects">The projects.</param>
/// <param name="NextPageToken">Opaque; absent on the last page.</param>
public sealed record ProjectList(IReadOnlyList<Project> Projects, string? NextPageToken);
