using System.Text;
using Fleet.GuestAgent.Machine.Files;
using Fleet.GuestAgent.Machine.Users;

namespace Fleet.GuestAgent.Machine.Ssh;

/// <summary>
/// One root-owned file a user, which sshd reads beside the user's own. Nothing is written below a home: that ends a whole class of attacks (FS-01 to FS-08),
/// makes a removal exact, and leaves every byte of ~/.ssh/authorized_keys to its owner.
/// </summary>
internal sealed class ManagedKeyFiles(SafeFs fs, AccountFiles accounts, SshdConfig sshd, TimeProvider time)
{
    public const string Directory = "/var/lib/fleet-keys";
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Makes the files of all users say exactly this.</summary>
    /// <returns>Every key that is not in force, and why. One that has expired is not listed: it is as it should be.</returns>
    public async Task<IReadOnlyList<ManagedKeyProblem>> ApplyAsync(IReadOnlyList<VerifiedKeySet> sets, CancellationToken ct)
    {
        List<ManagedKeyProblem> problems = [];
        List<(string Subject, ManagedKey Key)> good = [];
        foreach (var (subject, key) in sets.SelectMany(s => s.Keys.Select(k => (s.Subject, k))).Where(e => !IsExpired(e.k)))
            if (Refusal(subject, key.User) is { } why)
                problems.Add(new(subject, key.User, key.Id, why));
            else
                good.Add((subject, key));

        Write([.. good.Select(g => g.Key)]);
        // Also without any key: the first one may come when sshd runs already.
        if (await sshd.EnsureAsync(ct).ConfigureAwait(false) is { } problem)
            problems.AddRange(good.Select(g => new ManagedKeyProblem(g.Subject, g.Key.User, g.Key.Id, problem)));
        return problems;
    }

    public bool IsExpired(ManagedKey key) => key.ExpiresAt <= time.GetUtcNow();

    private void Write(List<ManagedKey> keys)
    {
        // The zone may have been changed since the agent started.
        TimeZoneInfo.ClearCachedData();
        fs.MakeDirectories(Directory, FileRights.PublicDirectory);
        fs.SweepStale(Directory);
        var byUser = keys.GroupBy(k => k.User).ToDictionary(g => g.Key, g => KeyFileText.Render(Distinct(g), time.LocalTimeZone));
        foreach (var gone in fs.List(Directory).Where(name => !byUser.ContainsKey(name)))
            fs.Delete($"{Directory}/{gone}");
        foreach (var (user, text) in byUser)
            if (fs.ReadText($"{Directory}/{user}", MaxBytes) != text)
                fs.WriteAtomic($"{Directory}/{user}", Encoding.UTF8.GetBytes(text), FileRights.Public);
    }

    // The same key from two sets: the longer life counts, at the first one's place.
    private static IEnumerable<ManagedKey> Distinct(IEnumerable<ManagedKey> keys) => keys
        .GroupBy(k => k.Key.Fingerprint)
        .Select(same => same.Any(k => k.ExpiresAt is null) ? same.First(k => k.ExpiresAt is null) : same.MaxBy(k => k.ExpiresAt)!);

    // Whoever writes user-data is root on the guest already. A pushed key for root or a daemon's account would be a way to become it (FS-11).
    private string? Refusal(string subject, string user)
    {
        if (!Contracts.Names.IsAccount(user))
            return "the user's name must match [a-z_][a-z0-9_-]{0,31}";
        if (accounts.Find(user) is not { } account)
            return $"user '{user}' does not exist on the guest";
        if (subject == KeyLedger.UserData)
            return null;
        return account.Uid == 0 ? $"'{user}' is root on the guest: only an emergency reset gives root a key"
            : account.IsSystem ? $"'{user}' is a system account on the guest (uid {account.Uid})" : null;
    }
}
