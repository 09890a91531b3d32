using System.Globalization;
using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Machine.Users;

/// <summary>Reads /etc/passwd and /etc/group. Accounts of other sources (LDAP) are not Fleet's.</summary>
internal sealed class AccountFiles(SafeFs fs)
{
    private const int MaxBytes = 8 * 1024 * 1024;

    public Account? Find(string user) => Lines("/etc/passwd")
        .Where(f => f.Length >= 7 && f[0] == user)
        .Select(f => Id(f[2]) is { } uid && Id(f[3]) is { } gid ? new Account(f[0], uid, gid, f[5]) : null)
        .FirstOrDefault(a => a is not null);

    public uint? GroupId(string group) => Lines("/etc/group").Where(f => f.Length >= 3 && f[0] == group).Select(f => Id(f[2])).FirstOrDefault(id => id is not null);

    /// <summary>Whether a user is listed as a member. The user's primary group does not list it.</summary>
    public bool IsMember(string user, string group) =>
        Lines("/etc/group").Any(f => f.Length >= 4 && f[0] == group && f[3].Split(',').Contains(user));

    private IEnumerable<string[]> Lines(string path) => (fs.ReadText(path, MaxBytes) ?? "").Split('\n').Select(l => l.Split(':'));

    // 4294967295 means "no change" to chown(2): nobody has it (FS-13).
    private static uint? Id(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != uint.MaxValue ? id : null;
}
