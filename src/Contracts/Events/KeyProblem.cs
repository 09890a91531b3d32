namespace Fleet.Contracts.Events;

/// <summary>A key that the guest did not apply.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="Problem">Why, for people: <c>user 'bob' does not exist on the guest</c>.</param>
public sealed record KeyProblem(SshKeyId KeyId, string Problem);
