using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Files;

/// <summary>Bytes out of and into files that are there.</summary>
internal static class FileBody
{
    /// <summary>A whole regular file; null when it is not there.</summary>
    public static byte[]? Read(Place place, int maxBytes, string doing)
    {
        Fd fd;
        try
        {
            // O_NONBLOCK: opening a FIFO must not wait for its other end (FS-06).
            fd = Beneath.Open(place.Directory, place.Name, Flags.ReadOnly | Flags.NonBlock, 0, doing);
        }
        catch (MachineException e) when (e.Errno == Errno.NoEntry)
        {
            return null;
        }

        using (fd)
        {
            CheckPlain(fd.Stat(doing), place, doing);
            return ReadAll(fd, maxBytes, doing);
        }
    }

    /// <summary>Adds to the end; makes the file with <paramref name="rights"/> when it is not there.</summary>
    public static void Append(Place place, ReadOnlyMemory<byte> bytes, FileRights rights, string doing)
    {
        if (PseudoFs.Holds(place.Path))
            throw new MachineException($"{doing}: this tree is the kernel's");
        using var fd = place.As(() => Beneath.Open(place.Directory, place.Name, Flags.WriteOnly | Flags.Append | Flags.Create | Flags.NonBlock, 0x180, doing));
        var stat = fd.Stat(doing);
        CheckPlain(stat, place, doing);
        WriteAll(fd, bytes.Span, doing);
        AtomicFile.SetRights(fd, new(rights.Mode, rights.Uid ?? stat.Uid, rights.Gid ?? stat.Gid), doing);
        if (Libc.FSync(fd) < 0)
            throw MachineException.Last(doing);
    }

    public static unsafe void WriteAll(Fd fd, ReadOnlySpan<byte> bytes, string doing)
    {
        while (bytes.Length > 0)
        {
            nint n;
            fixed (byte* p = bytes)
                n = Libc.Write(fd, p, (nuint)bytes.Length);
            if (n < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Errno.Interrupted)
                continue;
            if (n < 0)
                throw MachineException.Last(doing);
            bytes = bytes[(int)n..];
        }
    }

    // A second name of a user's file may be a file of somebody else's (FS-05).
    private static void CheckPlain(StatX stat, Place place, string doing)
    {
        if (!stat.IsRegular)
            throw new MachineException($"{doing}: it is not a regular file");
        if (place.OwnerUid != 0 && stat.Links != 1)
            throw new MachineException($"{doing}: it has another name (a hard link) elsewhere");
    }

    // Not sized by st_size: files in /proc say 0, and a file may grow.
    private static unsafe byte[] ReadAll(Fd fd, int maxBytes, string doing)
    {
        using var whole = new MemoryStream();
        Span<byte> buffer = stackalloc byte[16 * 1024];
        while (true)
        {
            nint n;
            fixed (byte* p = buffer)
                n = Libc.Read(fd, p, (nuint)buffer.Length);
            if (n < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Errno.Interrupted)
                continue;
            if (n < 0)
                throw MachineException.Last(doing);
            if (n == 0)
                return whole.ToArray();
            if (whole.Length + n > maxBytes)
                throw new MachineException($"{doing}: it is larger than {maxBytes} bytes");
            whole.Write(buffer[..(int)n]);
        }
    }
}
