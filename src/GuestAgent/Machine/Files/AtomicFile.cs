using System.Buffers;
using System.Security.Cryptography;
using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Files;

/// <summary>Temporary file, write, owner, mode, fsync, rename, fsync of the directory. A failure leaves nothing behind.</summary>
internal static class AtomicFile
{
    private const string Prefix = ".fleet-";

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether a name is one of ours: <c>.fleet-</c> and 16 hex digits.</summary>
    public static bool IsTemporary(string name) =>
        name.Length == Prefix.Length + 16 && name.StartsWith(Prefix, StringComparison.Ordinal) && name.AsSpan(Prefix.Length).IndexOfAnyExcept(Hex) < 0;

    public static void Write(Place place, ReadOnlyMemory<byte> bytes, FileRights rights, string doing)
    {
        if (PseudoFs.Holds(place.Path))
            throw new MachineException($"{doing}: this tree is the kernel's");
        var old = place.Directory.StatOf(place.Name, doing);
        if (old is { IsRegular: false, IsLink: false })
            throw new MachineException($"{doing}: what is there is neither a file nor a link, and is left alone");
        var keep = old is { IsRegular: true } ? old : null;

        // A random name: with a fixed one, a crash would stand in the way of every later write.
        var temporary = Prefix + RandomNumberGenerator.GetHexString(16, lowercase: true);
        using var fd = place.As(() => Beneath.Open(place.Directory, temporary, Flags.WriteOnly | Flags.Create | Flags.Exclusive, 0x180, doing));
        try
        {
            FileBody.WriteAll(fd, bytes.Span, doing);
            // On the descriptor, as root: it is our own new file, whatever its name points to by now.
            SetRights(fd, new(rights.Mode, rights.Uid ?? keep?.Uid ?? 0, rights.Gid ?? keep?.Gid ?? 0), doing);
            if (Libc.FSync(fd) < 0)
                throw MachineException.Last(doing);
            place.As(() => Rename(place, temporary, doing));
        }
        catch
        {
            place.As(() => Libc.UnlinkAt(place.Directory, temporary, 0));
            throw;
        }
    }

    public static void SetRights(Fd fd, FileRights rights, string doing)
    {
        // Owner before mode: chown(2) clears the setuid bits.
        if (Libc.FChown(fd, rights.Uid ?? uint.MaxValue, rights.Gid ?? uint.MaxValue) < 0 || Libc.FChmod(fd, (uint)rights.Mode & 0xfff) < 0)
            throw MachineException.Last(doing);
    }

    private static bool Rename(Place place, string temporary, string doing)
    {
        if (Libc.RenameAt(place.Directory, temporary, place.Directory, place.Name) < 0)
            throw MachineException.Last(doing);
        Directories.Sync(place.Directory, doing);
        return true;
    }
}
