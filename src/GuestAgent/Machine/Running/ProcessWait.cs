using Fleet.GuestAgent.Machine.Native;

namespace Fleet.GuestAgent.Machine.Running;

/// <summary>
/// Waits for one process and takes its output. It waits for the exit, never for the output's end: a daemon that the process leaves behind keeps the pipe
/// open for as long as it likes.
/// </summary>
internal sealed class ProcessWait(int pid, Fd output, IOutputReader reader, TimeSpan timeout, TimeProvider time, CancellationToken ct)
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(100);
    private const int Term = 15;
    private const int Kill = 9;
    private const int MaxIdleMs = 100;

    private readonly long _start = time.GetTimestamp();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private long _tick = time.GetTimestamp();
    private bool _ended;
    private bool _terminated;
    private bool _killed;

    public ProcessResult Run()
    {
        var idle = 2;
        ChildStatus status;
        while (!Exited(out status))
        {
            idle = Take(idle) ? 2 : Math.Min(idle * 2, MaxIdleMs);
            if (time.GetElapsedTime(_tick) >= Hold)
            {
                _tick = time.GetTimestamp();
                reader.Tick();
            }

            StopWhenDue();
        }

        // The group is killed while the unreaped leader still holds its number.
        if (_terminated)
            Libc.Kill(-pid, Kill);
        var exit = time.GetTimestamp();
        while (!_ended && time.GetElapsedTime(exit) < Drain && Take(50))
        {
        }

        reader.End();
        Reap();
        ct.ThrowIfCancellationRequested();
        return status.Code == 1 ? new(status.Status, null, _terminated) : new(null, status.Status, _terminated);
    }

    // False when there was nothing to take within that time.
    private unsafe bool Take(int milliseconds)
    {
        var poll = new PollFd { Fd = _ended ? -1 : (int)output.DangerousGetHandle(), Events = 1 };
        if (Libc.Poll(&poll, 1, milliseconds) <= 0)
            return false;
        nint n;
        fixed (byte* p = _buffer)
            n = Libc.Read(output, p, (nuint)_buffer.Length);
        if (n > 0)
            reader.Bytes(_buffer.AsSpan(0, (int)n));
        else if (n == 0)
            _ended = true;
        return n > 0;
    }

    private void StopWhenDue()
    {
        var elapsed = time.GetElapsedTime(_start);
        if (!_terminated && (elapsed >= timeout || ct.IsCancellationRequested))
        {
            _terminated = true;
            timeout = elapsed;
            Libc.Kill(-pid, Term);
        }
        else if (_terminated && !_killed && elapsed >= timeout + Grace)
        {
            _killed = true;
            Libc.Kill(-pid, Kill);
        }
    }

    // P_PID; WNOHANG | WEXITED | WNOWAIT
    private unsafe bool Exited(out ChildStatus status)
    {
        ChildStatus s = default;
        if (Libc.WaitId(1, (uint)pid, &s, 1 | 4 | 0x0100_0000) < 0)
            throw MachineException.Last("waiting for a process");
        status = s;
        return s.Pid != 0;
    }

    private unsafe void Reap()
    {
        ChildStatus s;
        Libc.WaitId(1, (uint)pid, &s, 4);
    }
}
