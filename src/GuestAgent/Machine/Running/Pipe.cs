using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Running;

/// <summary>Both ends of a stream of bytes between processes.</summary>
internal sealed record Pipe(Fd Reading, Fd Writing) : IDisposable
{
    public static unsafe Pipe Anonymous()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe2(ends, Flags.CloseOnExec) < 0)
            throw MachineException.Last("making a pipe");
        return new(Fd.Own(ends[0]), Fd.Own(ends[1]));
    }

    /// <summary>Opens a FIFO by its path. The reading end first, without waiting: else each end would wait for the other.</summary>
    public static Pipe Named(string path)
    {
        var reading = Fd.Take(Libc.Open(path, Flags.ReadOnly | Flags.NonBlock | Flags.NoFollow | Flags.CloseOnExec, 0), $"opening {path}");
        return new(reading, Fd.Take(Libc.Open(path, Flags.WriteOnly | Flags.NoFollow | Flags.CloseOnExec, 0), $"opening {path}"));
    }

    public void Dispose()
    {
        Reading.Dispose();
        Writing.Dispose();
    }
}
