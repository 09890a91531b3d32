using System.Runtime.InteropServices;

namespace Fleet.GuestAgent.Machine.Native;

/// <summary>An open file descriptor that this process owns.</summary>
internal sealed class Fd() : SafeHandle(-1, ownsHandle: true)
{
    public override bool IsInvalid => handle < 0;

    /// <summary>Takes what an open call returned.</summary>
    /// <exception cref="MachineException">The call failed; the reason is the last error.</exception>
    public static Fd Take(int result, string doing)
    {
        if (result < 0)
            throw MachineException.Last(doing);
        return Own(result);
    }

    public static Fd Own(int number)
    {
        var fd = new Fd();
        fd.SetHandle(number);
        return fd;
    }

    public StatX Stat(string doing) => StatAt("", Flags.AtEmptyPath, doing) ?? throw MachineException.Last(doing);

    /// <summary>What a name in this directory is, its final symlink not followed; null when there is none.</summary>
    public StatX? StatOf(string name, string doing) => StatAt(name, Flags.AtNoFollow, doing);

    private unsafe StatX? StatAt(string name, int flags, string doing)
    {
        StatX s;
        if (Libc.StatX(this, name, flags, StatX.Basic, &s) == 0)
            return s;
        return Marshal.GetLastPInvokeError() == Errno.NoEntry ? null : throw MachineException.Last(doing);
    }

    protected override bool ReleaseHandle() => Libc.Close(handle) == 0;
}
