using System.Text;
using System.Text.RegularExpressions;
using Fleet.GuestAgent.Machine.Files;
using Fleet.GuestAgent.Machine.Running;

namespace Fleet.GuestAgent.Machine.Ssh;

/// <summary>Makes sshd read the managed files too, beside a user's own.</summary>
internal sealed partial class SshdConfig(SafeFs fs, Processes processes)
{
    private const string Main = "/etc/ssh/sshd_config";
    private const string Directory = "/etc/ssh/sshd_config.d";
    private const string File = Directory + "/50-fleet.conf";

    // The first two are sshd's own default: a value here replaces it.
    private const string Text =
        "# Written by Fleet.\nAuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2 " + ManagedKeyFiles.Directory + "/%u\n";

    /// <summary>Writes the file if it differs, and reloads an sshd that runs.</summary>
    /// <returns>Why sshd will not read the managed files, for people; null when it will.</returns>
    public async Task<string?> EnsureAsync(CancellationToken ct)
    {
        if (fs.ReadText(Main, 1024 * 1024) is not { } main)
            return "sshd is not installed on the guest (there is no /etc/ssh/sshd_config)";
        if (Problem(main) is { } problem)
            return problem;
        if (fs.ReadText(File, 64 * 1024) == Text)
            return null;
        fs.MakeDirectories(Directory, FileRights.PublicDirectory);
        fs.SweepStale(Directory);
        fs.WriteAtomic(File, Encoding.UTF8.GetBytes(Text), FileRights.Public);
        if (fs.Root == "/")
            await ReloadAsync(ct).ConfigureAwait(false);
        return null;
    }

    // sshd_config(5): of each keyword the first value counts, and after a Match line nothing is global.
    private static string? Problem(string main)
    {
        foreach (var line in main.Split('\n'))
            if (Include().IsMatch(line))
                return null;
            else if (KeysFile().IsMatch(line))
                return "/etc/ssh/sshd_config sets AuthorizedKeysFile before it includes /etc/ssh/sshd_config.d: sshd would not read Fleet's keys";
            else if (Match().IsMatch(line))
                break;
        return "/etc/ssh/sshd_config does not include /etc/ssh/sshd_config.d/*.conf: sshd would not read Fleet's keys";
    }

    private async Task ReloadAsync(CancellationToken ct)
    {
        foreach (var unit in (string[])["ssh.service", "sshd.service"])
        {
            if (!fs.FileExists("/usr/bin/systemctl") || !(await processes.RunAsync(new("systemctl", "is-active", "--quiet", unit), ct).ConfigureAwait(false)).Result.Succeeded)
                continue;
            await processes.MustAsync(new("systemctl", "reload", unit), ct).ConfigureAwait(false);
            return;
        }
    }

    [GeneratedRegex(@"^\s*Include\s.*/etc/ssh/sshd_config\.d/\*\.conf", RegexOptions.IgnoreCase)]
    private static partial Regex Include();

    [GeneratedRegex(@"^\s*AuthorizedKeysFile\s", RegexOptions.IgnoreCase)]
    private static partial Regex KeysFile();

    [GeneratedRegex(@"^\s*Match\s", RegexOptions.IgnoreCase)]
    private static partial Regex Match();
}
