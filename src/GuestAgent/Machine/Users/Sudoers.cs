using System.Text;
using Fleet.Contracts;
using Fleet.GuestAgent.Machine.Files;
using Fleet.GuestAgent.Machine.Running;

namespace Fleet.GuestAgent.Machine.Users;

/// <summary>One file a user in /etc/sudoers.d, so that a bad rule fails alone. visudo looks at it before it takes effect: a syntax error there can break sudo for all.</summary>
internal sealed class Sudoers(SafeFs fs, Processes processes)
{
    private const string Directory = "/etc/sudoers.d";

    /// <param name="user">The account.</param>
    /// <param name="rules">What follows the name on a line, one rule each.</param>
    /// <param name="ct">Stops the check.</param>
    /// <returns>A remark for people, or null.</returns>
    public async Task<string?> WriteAsync(string user, IReadOnlyList<string> rules, CancellationToken ct)
    {
        if (!Names.IsAccount(user) || rules.Any(r => r.Any(char.IsControl)))
            throw new MachineException("a sudo rule must be one plain line for a plain user name");
        var text = Encoding.UTF8.GetBytes($"# Written by Fleet from user-data.\n{string.Concat(rules.Select(r => $"{user} {r}\n"))}");
        fs.MakeDirectories(Directory, new(0x1e8, 0, 0)); // 0750, as Debian's package makes it
        fs.SweepStale(Directory);
        var (checkable, valid, reason) = await CheckAsync(text, ct).ConfigureAwait(false);
        if (checkable && !valid)
            throw new MachineException($"visudo refuses the sudo rules of '{user}': {reason}");
        fs.WriteAtomic($"{Directory}/90-fleet-{user}", text, new(0x120, 0, 0));
        return checkable ? null : "the sudo rules are written unchecked: visudo is not installed, or not for this tree";
    }

    // A copy in the agent's own directory is checked: visudo reads it in a process of its own, asynchronously, and the name in sudoers.d comes last.
    private async Task<(bool Checkable, bool Valid, string Reason)> CheckAsync(byte[] text, CancellationToken ct)
    {
        if (fs.Root != "/" || !fs.FileExists("/usr/sbin/visudo"))
            return (false, false, "");
        const string Copy = "/var/lib/fleet/sudoers.check";
        fs.MakeDirectories("/var/lib/fleet", FileRights.PrivateDirectory);
        fs.WriteAtomic(Copy, text, new(0x120, 0, 0));
        try
        {
            var (result, output) = await processes.RunAsync(new("visudo", "-c", "-f", Copy), ct).ConfigureAwait(false);
            return (true, result.Succeeded, output.ReplaceLineEndings(" "));
        }
        finally
        {
            fs.Delete(Copy);
        }
    }
}
