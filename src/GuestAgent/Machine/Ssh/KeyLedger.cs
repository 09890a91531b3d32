using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Machine.Ssh;

/// <summary>
/// Every set of managed keys by its subject, kept in <c>/var/lib/fleet/keys.json</c>, and the one way from there to the files that sshd reads.
/// A subject's revision never goes back. Thread-safe.
/// </summary>
internal sealed class KeyLedger(SafeFs fs, ManagedKeyFiles files)
{
    /// <summary>The subject of the keys that came with user-data; its revision is always 0.</summary>
    public const string UserData = "user-data";

    /// <summary>The revision that was last taken for a subject; null if none was.</summary>
    public long? Revision(string subject) => throw new NotImplementedException(subject + fs + files);

    /// <summary>Takes a subject's whole set and makes it durable. The same revision again is taken too. It is in force after <see cref="ApplyAsync"/>.</summary>
    /// <returns>Null when it was taken, else why it was refused, for people.</returns>
    public string? Replace(VerifiedKeySet set) => throw new NotImplementedException(set.Subject);

    /// <summary>Writes the files of all users from all sets. Idempotent: writes only what differs. Call it after <see cref="Replace"/>, at every start, and at <see cref="NextExpiry"/>.</summary>
    /// <returns>Every key that is not in force.</returns>
    public Task<IReadOnlyList<ManagedKeyProblem>> ApplyAsync(CancellationToken ct) => throw new NotImplementedException(ct.ToString());

    /// <summary>When the next key expires that is still in force; null if none does.</summary>
    public DateTimeOffset? NextExpiry() => throw new NotImplementedException();
}
