using System.Text;
using System.Text.RegularExpressions;
using Fleet.Contracts;
using Fleet.GuestAgent.Machine.Files;
using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine;

/// <summary>
/// The machine's name: the kernel's, /etc/hostname, and one line of /etc/hosts so that the name resolves before any DNS (sudo asks for it at every call).
/// No hostnamed: it need not run this early.
/// </summary>
internal sealed partial class Hostname(SafeFs fs)
{
    /// <param name="name">One label.</param>
    /// <param name="fqdn">The full name, if there is one.</param>
    public void Set(string name, string? fqdn)
    {
        if (!Names.IsHostname(name) || name.Contains('.', StringComparison.Ordinal) || (fqdn is not null && !Names.IsHostname(fqdn)))
            throw new MachineException("a hostname must be RFC 1123 labels: letters, digits and dashes, at most 63 each");
        if (fs.Root == "/" && Libc.SetHostname(name, (nuint)name.Length) < 0)
            throw MachineException.Last("setting the hostname");
        WriteIfOther("/etc/hostname", name + "\n");
        WriteIfOther("/etc/hosts", Hosts(fs.ReadText("/etc/hosts", 1024 * 1024) ?? "127.0.0.1\tlocalhost\n::1\tlocalhost\n", name, fqdn));
    }

    /// <summary>
    /// Debian's convention: the host's own line is that of 127.0.1.1 (Debian reference 5.1.1). A file in which another line has the name is left as it is;
    /// all lines but that one always are.
    /// </summary>
    internal static string Hosts(string hosts, string name, string? fqdn)
    {
        var line = $"127.0.1.1\t{(fqdn is null || fqdn == name ? name : $"{fqdn} {name}")}";
        var lines = hosts.TrimEnd('\n').Split('\n').ToList();
        if (lines.Exists(l => !OwnLine().IsMatch(l) && Words(l).Skip(1).Contains(name)))
            return hosts;
        var at = lines.FindIndex(OwnLine().IsMatch);
        if (at >= 0)
            lines[at] = line;
        else
            lines.Add(line);
        return string.Join('\n', lines) + "\n";
    }

    private static string[] Words(string line) => line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private void WriteIfOther(string path, string text)
    {
        if (fs.ReadText(path, 1024 * 1024) == text)
            return;
        fs.SweepStale("/etc");
        fs.WriteAtomic(path, Encoding.UTF8.GetBytes(text), FileRights.Public);
    }

    [GeneratedRegex(@"^127\.0\.1\.1[ \t]")]
    private static partial Regex OwnLine();
}
