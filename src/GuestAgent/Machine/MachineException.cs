using System.Runtime.InteropServices;

namespace Fleet.GuestAgent.Machine;

/// <summary>The machine refused, or Fleet refused to do it to the machine. The message is a reason for people: <c>writing /etc/hostname: Read-only file system</c>.</summary>
internal sealed class MachineException(string message, int errno = 0) : IOException(message)
{
    /// <summary>The error number; 0 where the refusal is Fleet's own.</summary>
    public int Errno { get; } = errno;

    /// <summary>From the last error of this thread.</summary>
    public static MachineException Last(string doing) => Of(doing, Marshal.GetLastPInvokeError());

    public static MachineException Of(string doing, int errno) => new($"{doing}: {Marshal.GetPInvokeErrorMessage(errno)}", errno);
}
