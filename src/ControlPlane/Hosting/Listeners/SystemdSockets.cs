using System.Globalization;
using System.Runtime.InteropServices;

namespace Fleet.ControlPlane.Hosting.Listeners;

/// <summary>Sockets handed over by the parent: LISTEN_FDS and LISTEN_FDNAMES of sd_listen_fds(3), from file descriptor 3 on.</summary>
internal static partial class SystemdSockets
{
    private const int FirstFd = 3;
    private const int SetFlags = 2;
    private const int CloseOnExec = 1;

    /// <summary>Keeps the sockets to this process: a child that inherits them (the database outlives fleetd) would hold the addresses.</summary>
    public static void KeepFromChildren(IReadOnlyDictionary<string, int> sockets)
    {
        foreach (var (name, fd) in sockets)
            if (Fcntl(fd, SetFlags, CloseOnExec) != 0)
                throw new ConfigurationException($"the socket '{name}' (file descriptor {fd}) was announced in LISTEN_FDNAMES, and is not open");
    }

    public static IReadOnlyDictionary<string, int> Read(Func<string, string?> environment, int processId)
    {
        var fds = new Dictionary<string, int>(StringComparer.Ordinal);
        if (environment("LISTEN_PID") is { } pid && pid != processId.ToString(CultureInfo.InvariantCulture))
            return fds;
        if (!int.TryParse(environment("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > 1024)
            return fds;
        var names = (environment("LISTEN_FDNAMES") ?? "").Split(':');
        for (var i = 0; i < count; i++)
            fds.TryAdd(i < names.Length && names[i].Length > 0 ? names[i] : "unknown", FirstFd + i);
        return fds;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int fd, int command, int argument);
}
