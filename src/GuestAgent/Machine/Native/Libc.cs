using System.Runtime.InteropServices;

namespace Fleet.GuestAgent.Machine.Native;

/// <summary>
/// The calls that .NET has no safe form of. All paths are relative to a directory that is held open. Results below zero are errors: read
/// <see cref="Marshal.GetLastPInvokeError"/> at once.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "openat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int OpenAt(Fd dir, string path, int flags, uint mode);

    [LibraryImport(Name, EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport(Name, EntryPoint = "close")]
    public static partial int Close(nint fd);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(Fd fd, byte* buffer, nuint count);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(Fd fd, byte* buffer, nuint count);

    [LibraryImport(Name, EntryPoint = "fchown", SetLastError = true)]
    public static partial int FChown(Fd fd, uint uid, uint gid);

    [LibraryImport(Name, EntryPoint = "fchmod", SetLastError = true)]
    public static partial int FChmod(Fd fd, uint mode);

    [LibraryImport(Name, EntryPoint = "fsync", SetLastError = true)]
    public static partial int FSync(Fd fd);

    [LibraryImport(Name, EntryPoint = "renameat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int RenameAt(Fd fromDir, string from, Fd toDir, string to);

    [LibraryImport(Name, EntryPoint = "unlinkat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int UnlinkAt(Fd dir, string path, int flags);

    [LibraryImport(Name, EntryPoint = "mkdirat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int MkDirAt(Fd dir, string path, uint mode);

    [LibraryImport(Name, EntryPoint = "readlinkat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial nint ReadLinkAt(Fd dir, string path, byte* buffer, nuint size);

    // statx rather than fstatat: its structure is the same on every architecture (statx(2)).
    [LibraryImport(Name, EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int StatX(Fd dir, string path, int flags, uint mask, StatX* result);

    // No wrapper in glibc. The number is the same on every architecture that has it (openat2(2)).
    [LibraryImport(Name, EntryPoint = "syscall", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint SyscallOpenAt2(nint number, nint dir, string path, OpenHow* how, nuint size);

    /// <summary>openat2(2).</summary>
    public static int OpenAt2(Fd dir, string path, OpenHow how)
    {
        var added = false;
        try
        {
            dir.DangerousAddRef(ref added);
            return (int)SyscallOpenAt2(437, dir.DangerousGetHandle(), path, &how, (nuint)sizeof(OpenHow));
        }
        finally
        {
            if (added)
                dir.DangerousRelease();
        }
    }
}

/// <summary>struct open_how of openat2(2).</summary>
internal struct OpenHow
{
    public ulong Flags;
    public ulong Mode;
    public ulong Resolve;
}
