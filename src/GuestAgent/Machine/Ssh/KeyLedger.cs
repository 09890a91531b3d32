using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Machine.Ssh;

/// <summary>
/// Every set of managed keys by its subject, kept in <c>/var/lib/fleet/keys.json</c>, and the one way from there to the files that sshd reads.
/// A subject's revision never goes back. Thread-safe.
/// </summary>
internal sealed class KeyLedger(SafeFs fs, ManagedKeyFiles files, TimeProvider time) : IDisposable
{
    /// <summary>The subject of the keys that came with user-data; its revision is always 0.</summary>
    public const string UserData = "user-data";

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _applying = new(1, 1);
    private List<VerifiedKeySet>? _sets;

    private List<VerifiedKeySet> Sets => _sets ??= KeyLedgerFile.Read(fs);

    /// <summary>The revision that was last taken for a subject; null if none was.</summary>
    public long? Revision(string subject)
    {
        lock (_lock)
            return Sets.Find(s => s.Subject == subject)?.Revision;
    }

    /// <summary>Takes a subject's whole set and makes it durable. The same revision again is taken too. It is in force after <see cref="ApplyAsync"/>.</summary>
    /// <returns>Null when it was taken, else why it was refused, for people.</returns>
    public string? Replace(VerifiedKeySet set)
    {
        lock (_lock)
        {
            var at = Sets.FindIndex(s => s.Subject == set.Subject);
            if (at >= 0 && Sets[at].Revision > set.Revision)
                return $"revision {set.Revision} is older than {Sets[at].Revision}, which this guest has already applied";
            List<VerifiedKeySet> next = [.. Sets];
            if (at >= 0)
                next[at] = set;
            else
                next.Add(set);
            KeyLedgerFile.Write(fs, next);
            _sets = next;
            return null;
        }
    }

    /// <summary>Writes the files of all users from all sets. Idempotent: writes only what differs. Call it after <see cref="Replace"/>, at every start, and at <see cref="NextExpiry"/>.</summary>
    /// <returns>Every key that is not in force.</returns>
    public async Task<IReadOnlyList<ManagedKeyProblem>> ApplyAsync(CancellationToken ct)
    {
        await _applying.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await files.ApplyAsync(Snapshot(), ct).ConfigureAwait(false);
        }
        finally
        {
            _applying.Release();
        }
    }

    /// <summary>When the next key expires that is still in force; null if none does.</summary>
    public DateTimeOffset? NextExpiry()
    {
        var now = time.GetUtcNow();
        return Snapshot().SelectMany(s => s.Keys).Select(k => k.ExpiresAt).Where(at => at > now).Min();
    }

    private List<VerifiedKeySet> Snapshot()
    {
        lock (_lock)
            return Sets;
    }

    public void Dispose() => _applying.Dispose();
}
