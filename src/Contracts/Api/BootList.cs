namespace Fleet.Contracts.Api;

/// <summary>The boots of an instance, newest first, without their spans.</summary>
/// <param name="Boots">The boots.</param>
/// <param name="NextPageToken">Opaque; absent on the last page.</param>
public sealed record BootList(IReadOnlyList<BootSummary> Boots, string? NextPageToken);
