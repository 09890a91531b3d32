namespace Fleet.Contracts.Api;

/// <summary>Time in a boot that no step owns.</summary>
/// <param name="AfterPath">The step before it.</param>
/// <param name="StartMs">Its start.</param>
/// <param name="DurationMs">Its length.</param>
/// <param name="Owner">What the machine was waiting for, where it is known.</param>
public sealed record BootGap(string AfterPath, double StartMs, double DurationMs, string? Owner);
