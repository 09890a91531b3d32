using Fleet.GuestAgent.Machine.Files;
using Fleet.GuestAgent.Machine.Running;

namespace Fleet.GuestAgent.Machine.Ssh;

/// <summary>sshd as a unit of systemd. In an offline tree there is none to ask.</summary>
internal sealed class SystemdSshd(SafeFs fs, Processes processes) : ISshd
{
    private const string Program = "/usr/sbin/sshd";
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);

    // sshd(8) -T: what is in force without any Match. It also ends when /run/sshd or the host keys are not there yet: then it says nothing.
    public async Task<string?> KeysFileAsync(CancellationToken ct)
    {
        const string keyword = "authorizedkeysfile ";
        if (fs.Root != "/" || !fs.FileExists(Program))
            return null;
        try
        {
            var (result, output) = await processes.RunAsync(new(Program, "-T") { Timeout = AskTimeout }, ct).ConfigureAwait(false);
            return result.Succeeded ? output.Split('\n').FirstOrDefault(l => l.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))?[keyword.Length..].Trim() : null;
        }
        catch (MachineException)
        {
            return null;
        }
    }

    public async Task ReloadAsync(CancellationToken ct)
    {
        if (fs.Root != "/" || !fs.FileExists("/usr/bin/systemctl"))
            return;
        foreach (var unit in (string[])["ssh.service", "sshd.service"])
            switch ((await processes.RunAsync(new("systemctl", "is-active", unit), ct).ConfigureAwait(false)).Output)
            {
                case "active" or "reloading":
                    await processes.MustAsync(new("systemctl", "reload", unit), ct).ConfigureAwait(false);
                    return;
                case "activating":
                    // It may have read the file before it was written. A reload would wait for the start, and the start may wait for this agent.
                    throw new MachineException($"{unit} is just starting");
            }
    }
}
