using Fleet.Contracts.Ssh;

namespace Fleet.GuestAgent.Machine.Ssh;

/// <summary>One key that Fleet manages for a user of the guest.</summary>
/// <param name="User">The account.</param>
/// <param name="Key">The parsed key; nothing else reaches a file.</param>
/// <param name="ExpiresAt">From then on it is left out, and sshd refuses it by itself.</param>
/// <param name="Id">The key's id on the server; null for a key from user-data.</param>
internal sealed record ManagedKey(string User, SshPublicKey Key, DateTimeOffset? ExpiresAt = null, string? Id = null);

/// <summary>The whole set of one subject, its signature verified.</summary>
/// <param name="Subject"><c>projects/{id}</c>, <c>instances/{id}</c>, or <see cref="KeyLedger.UserData"/>.</param>
/// <param name="Revision">The subject's counter.</param>
/// <param name="Keys">All of its keys, in order.</param>
internal sealed record VerifiedKeySet(string Subject, long Revision, IReadOnlyList<ManagedKey> Keys);

/// <summary>A key that is not in force, and why.</summary>
/// <param name="Subject">Whose set it is in.</param>
/// <param name="User">The account.</param>
/// <param name="Id">The key's id, as in <see cref="ManagedKey.Id"/>.</param>
/// <param name="Problem">For people: <c>user 'bob' does not exist on the guest</c>.</param>
internal sealed record ManagedKeyProblem(string Subject, string User, string? Id, string Problem);
