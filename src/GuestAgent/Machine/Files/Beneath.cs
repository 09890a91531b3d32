using System.Runtime.InteropServices;
using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Files;

/// <summary>Opens what lies below a directory, and nothing else: no symlink is followed in any component, and nothing climbs out.</summary>
internal static class Beneath
{
    // Kernels before 5.6 lack openat2, and seccomp filters of container managers refuse it with EPERM.
    private static bool _noOpenAt2;

    /// <exception cref="MachineException">Not there, a symlink on the way, or refused.</exception>
    public static Fd Open(Fd dir, string relative, int flags, uint mode, string doing)
    {
        if (!_noOpenAt2)
        {
            var result = Libc.OpenAt2(dir, relative, new() { Flags = (ulong)(uint)(flags | Flags.CloseOnExec | Flags.NoFollow), Mode = mode, Resolve = Flags.ResolveBeneath });
            if (result >= 0)
                return Fd.Own(result);
            if (Marshal.GetLastPInvokeError() is not (Errno.NoSys or Errno.Perm))
                throw MachineException.Last(doing);
            _noOpenAt2 = Marshal.GetLastPInvokeError() == Errno.NoSys;
        }

        return Walk(dir, relative, flags, mode, doing);
    }

    /// <summary>The same without openat2: one component at a time.</summary>
    public static Fd Walk(Fd dir, string relative, int flags, uint mode, string doing)
    {
        var parts = relative.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || relative[0] == '/' || parts.Contains(".."))
            throw new MachineException($"{doing}: the path must stay below its directory");
        Fd? at = null;
        try
        {
            foreach (var part in parts[..^1])
            {
                var next = Fd.Take(Libc.OpenAt(at ?? dir, part, Flags.PathOnly | Flags.NoFollow | Flags.Directory | Flags.CloseOnExec, 0), doing);
                at?.Dispose();
                at = next;
            }

            return Fd.Take(Libc.OpenAt(at ?? dir, parts[^1], flags | Flags.NoFollow | Flags.CloseOnExec, mode), doing);
        }
        finally
        {
            at?.Dispose();
        }
    }
}
