using System.Text;
using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Machine.Ssh;

/// <summary>Makes sshd read the managed files too, beside a user's own.</summary>
internal sealed class SshdConfig(SafeFs fs, ISshd sshd)
{
    /// <summary>
    /// There as long as an sshd may run that has not read what is on the disk: written before the drop-in, removed after a good reload. So a reload that
    /// failed, or that the agent did not live to ask for, is made up for.
    /// </summary>
    public const string ReloadOwed = State + "/sshd-reload-owed";

    private const string State = "/var/lib/fleet";
    private const string Main = "/etc/ssh/sshd_config";
    private const string Directory = "/etc/ssh/sshd_config.d";
    private const string File = Directory + "/50-fleet.conf";
    private const string Ours = ManagedKeyFiles.Directory + "/%u";
    private const string NotRead = "sshd would not read Fleet's keys";

    // The first two are sshd's own default: a value here replaces it.
    private const string Text = "# Written by Fleet.\nAuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2 " + Ours + "\n";

    /// <summary>Writes the file if it differs, and reloads an sshd that runs.</summary>
    /// <returns>Why sshd will not read the managed files, for people; null when it will.</returns>
    public async Task<string?> EnsureAsync(CancellationToken ct)
    {
        if (!fs.FileExists(Main))
            return "sshd is not installed on the guest (there is no /etc/ssh/sshd_config)";
        if (fs.ReadText(File, 64 * 1024) != Text)
        {
            Owe();
            fs.MakeDirectories(Directory, FileRights.PublicDirectory);
            fs.SweepStale(Directory);
            fs.WriteAtomic(File, Encoding.UTF8.GetBytes(Text), FileRights.Public);
        }

        if (await ProblemAsync(ct).ConfigureAwait(false) is { } problem)
        {
            Owe(); // whoever puts it right may not think of the reload
            return problem;
        }

        return fs.FileExists(ReloadOwed) ? await ReloadAsync(ct).ConfigureAwait(false) : null;
    }

    private async Task<string?> ProblemAsync(CancellationToken ct)
    {
        var told = await sshd.KeysFileAsync(ct).ConfigureAwait(false);
        if (told is not null && HasOurs(told))
            return null;
        try
        {
            return new SshdKeysFile(fs).Find(Main) switch
            {
                null when told is null => $"{Main} does not include {Directory}/*.conf: {NotRead}",
                { } set when !HasOurs(set.Value) => $"{set.File} sets AuthorizedKeysFile before {File} does, and the first one counts: {NotRead}",
                _ when told is not null => $"sshd -T names other files as AuthorizedKeysFile ('{told}'): {NotRead}",
                _ => null,
            };
        }
        catch (MachineException e)
        {
            return $"{e.Message}: it is not known whether sshd would read Fleet's keys";
        }
    }

    private static bool HasOurs(string value) => SshdKeysFile.Words(value).Contains(Ours);

    private async Task<string?> ReloadAsync(CancellationToken ct)
    {
        try
        {
            await sshd.ReloadAsync(ct).ConfigureAwait(false);
        }
        catch (MachineException e)
        {
            return $"sshd could not be told to read Fleet's keys: {e.Message}";
        }

        fs.Delete(ReloadOwed);
        return null;
    }

    private void Owe()
    {
        if (fs.FileExists(ReloadOwed))
            return;
        fs.MakeDirectories(State, FileRights.PrivateDirectory);
        fs.WriteAtomic(ReloadOwed, default, FileRights.Private);
    }
}
