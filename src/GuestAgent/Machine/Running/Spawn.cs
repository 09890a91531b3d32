using System.Runtime.InteropServices;
using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Running;

/// <summary>
/// Starts a process by posix_spawn(3): a session of its own, no signal blocked or ignored (.NET ignores SIGPIPE, and a child would inherit that), only
/// three descriptors. System.Diagnostics.Process can give neither the session nor one stream for both outputs.
/// </summary>
internal static unsafe class Spawn
{
    // POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID
    private const short SpawnFlags = 0x04 | 0x08 | 0x80;

    // glibc's structures are 80, 336 and 128 bytes; musl's are smaller.
    private const int StructureBytes = 512;

    private static readonly string[] Directories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    // glibc 2.34; looked up, so that the agent starts on older ones.
    private static readonly delegate* unmanaged<void*, int, int> CloseFrom =
        NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "posix_spawn_file_actions_addclosefrom_np", out var address)
            ? (delegate* unmanaged<void*, int, int>)address : null;

    public static string Path { get; } = string.Join(':', Directories);

    /// <param name="spec">What.</param>
    /// <param name="input">Its standard input; null = /dev/null.</param>
    /// <param name="output">Both of its outputs.</param>
    /// <returns>Its process id, which is its group's and its session's too.</returns>
    public static int Start(ProcessSpec spec, Fd? input, Fd output)
    {
        byte* actions = stackalloc byte[StructureBytes], attributes = stackalloc byte[StructureBytes], signals = stackalloc byte[StructureBytes];
        Must(Libc.ActionsInit(actions));
        Must(Libc.AttributesInit(attributes));
        var strings = new CStrings();
        try
        {
            Must(Libc.AttributesFlags(attributes, SpawnFlags));
            Must(Libc.SigFillSet(signals));
            Must(Libc.AttributesDefaultSignals(attributes, signals));
            Must(Libc.SigEmptySet(signals));
            Must(Libc.AttributesSignalMask(attributes, signals));
            if (input is null)
                Must(Libc.ActionsOpen(actions, 0, "/dev/null", Flags.ReadOnly, 0));
            else
                Must(Libc.ActionsDup2(actions, (int)input.DangerousGetHandle(), 0));
            Must(Libc.ActionsDup2(actions, (int)output.DangerousGetHandle(), 1));
            Must(Libc.ActionsDup2(actions, (int)output.DangerousGetHandle(), 2));
            // Ours are all close-on-exec; these are what the agent itself was given.
            if (CloseFrom != null)
                Must(CloseFrom(actions, 3));
            return Try(spec, actions, attributes, strings.Array([spec.Program, .. spec.Arguments]), strings.Array(Environment(spec)));
        }
        finally
        {
            strings.Dispose();
            _ = Libc.ActionsDestroy(actions);
            _ = Libc.AttributesDestroy(attributes);
        }
    }

    private static void Must(int error)
    {
        if (error != 0)
            throw MachineException.Of("preparing a process", error);
    }

    private static int Try(ProcessSpec spec, void* actions, void* attributes, byte** argv, byte** environment)
    {
        var error = Errno.NoEntry;
        foreach (var file in spec.Program.StartsWith('/') ? [spec.Program] : Directories.Select(d => $"{d}/{spec.Program}"))
        {
            error = Libc.Spawn(out var pid, file, actions, attributes, argv, environment);
            if (error == 0)
                return pid;
            if (error is not (Errno.NoEntry or Errno.NotDirectory))
                break;
        }

        throw error == Errno.NoEntry ? new($"'{spec.Program}' is not installed on the guest", error) : MachineException.Of($"running {spec.Program}", error);
    }

    private static IEnumerable<string> Environment(ProcessSpec spec)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = Path, ["LANG"] = "C.UTF-8", ["HOME"] = "/root" };
        foreach (var (name, value) in spec.Environment)
            all[name] = value;
        return all.Select(e => $"{e.Key}={e.Value}");
    }
}
