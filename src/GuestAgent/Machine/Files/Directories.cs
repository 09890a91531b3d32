using System.Runtime.InteropServices;
using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Files;

/// <summary>What is done to names in a directory.</summary>
internal static class Directories
{
    public static void Make(Place place, FileRights rights, string doing)
    {
        if (PseudoFs.Holds(place.Path))
            throw new MachineException($"{doing}: this tree is the kernel's");
        using var made = place.As<Fd?>(() =>
        {
            if (Libc.MkDirAt(place.Directory, place.Name, 0x1c0) == 0)
                return Beneath.Open(place.Directory, place.Name, Flags.ReadOnly | Flags.Directory, 0, doing);
            return Marshal.GetLastPInvokeError() == Errno.Exists ? null : throw MachineException.Last(doing);
        });
        // Made by somebody else in between: it keeps its rights, as any directory that exists.
        if (made is null)
            return;
        AtomicFile.SetRights(made, new(rights.Mode, rights.Uid ?? 0, rights.Gid ?? 0), doing);
        place.As(() => Sync(place.Directory, doing));
    }

    public static bool Unlink(Fd dir, string name, string doing, int flags = 0)
    {
        if (Libc.UnlinkAt(dir, name, flags) == 0)
            return Sync(dir, doing);
        return Marshal.GetLastPInvokeError() == Errno.NoEntry ? false : throw MachineException.Last(doing);
    }

    public static IReadOnlyList<string> List(Place place, string doing)
    {
        Fd fd;
        try
        {
            fd = place.As(() => Beneath.Open(place.Directory, place.Name, Flags.ReadOnly | Flags.Directory, 0, doing));
        }
        catch (MachineException e) when (e.Errno == Errno.NoEntry)
        {
            return [];
        }

        using (fd)
#pragma warning disable RS0030 // The kernel's own link to what is held open: no second look at the path.
            return [.. Directory.EnumerateFileSystemEntries($"/proc/self/fd/{fd.DangerousGetHandle()}").Select(p => p[(p.LastIndexOf('/') + 1)..]).Order(StringComparer.Ordinal)];
#pragma warning restore RS0030
    }

    /// <summary>Makes names durable. A descriptor that was opened for its path only cannot be synced.</summary>
    public static bool Sync(Fd dir, string doing)
    {
        using var open = Fd.Take(Libc.OpenAt(dir, ".", Flags.ReadOnly | Flags.Directory | Flags.CloseOnExec, 0), doing);
        return Libc.FSync(open) == 0 ? true : throw MachineException.Last(doing);
    }
}
