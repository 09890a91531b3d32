using System.Runtime.InteropServices;

namespace Fleet.GuestAgent.Machine.Native;

/// <summary>Ids of the calling thread.</summary>
internal static unsafe partial class Libc
{
    // These two of glibc's id calls change only the calling thread (setfsuid(2)); setgroups(3) would change all of them, hence the raw call.
    [LibraryImport(Name, EntryPoint = "setfsuid")]
    public static partial int SetFsUid(uint uid);

    [LibraryImport(Name, EntryPoint = "setfsgid")]
    public static partial int SetFsGid(uint gid);

    [LibraryImport(Name, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SyscallSetGroups(nint number, nuint size, uint* list);

    /// <summary>Leaves the calling thread without supplementary groups.</summary>
    public static nint SetGroupsOfThread() => SyscallSetGroups(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 159 : 116, 0, null);

    [LibraryImport(Name, EntryPoint = "sethostname", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int SetHostname(string name, nuint length);
}
