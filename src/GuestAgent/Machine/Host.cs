using Fleet.GuestAgent.Machine.Files;
using Fleet.GuestAgent.Machine.Running;
using Fleet.GuestAgent.Machine.Ssh;
using Fleet.GuestAgent.Machine.Users;

namespace Fleet.GuestAgent.Machine;

/// <summary>The machine that the agent runs on, or an offline tree: everything in <c>Machine/</c>, put together once.</summary>
internal sealed class Host : IDisposable
{
    /// <param name="root"><c>/</c>, or the directory of an offline tree (<c>--root</c>).</param>
    /// <param name="time">Wall time, timers and the monotonic clock.</param>
    public Host(string root, TimeProvider time)
    {
        RunsScripts = root == "/";
        Time = time;
        Files = new(root);
        Processes = new(time);
        Accounts = new(Files, Processes);
        Sudoers = new(Files, Processes);
        Hostname = new(Files);
        Keys = new(Files, new(Files, Accounts.Files, new(Files, new SystemdSshd(Files, Processes)), time), time);
    }

    /// <summary>Whether scripts may be run: those of an offline tree are for the machine that it will become, not for this one.</summary>
    public bool RunsScripts { get; init; }

    public TimeProvider Time { get; }

    public SafeFs Files { get; }

    public Processes Processes { get; }

    public Accounts Accounts { get; }

    public Sudoers Sudoers { get; }

    public Hostname Hostname { get; }

    public KeyLedger Keys { get; }

    public Task<MachineClock> ReadClockAsync(CancellationToken ct) => MachineClock.ReadAsync(Files, Processes, Time, ct);

    public void Dispose()
    {
        Keys.Dispose();
        Files.Dispose();
    }
}
