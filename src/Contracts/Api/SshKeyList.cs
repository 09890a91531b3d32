namespace Fleet.Contracts.Api;

/// <summary>The keys of a project or an instance, oldest first.</summary>
/// <param name="SshKeys">The keys.</param>
public sealed record SshKeyList(IReadOnlyList<SshKey> SshKeys);
