using Fleet.GuestAgent.Machine.Files;
using Fleet.GuestAgent.Machine.Ssh;

namespace Fleet.GuestAgent.Machine;

/// <summary>The machine that the agent runs on, or an offline tree: everything in <c>Machine/</c>, put together once.</summary>
internal sealed class Host : IDisposable
{
    /// <param name="root"><c>/</c>, or the directory of an offline tree (<c>--root</c>).</param>
    /// <param name="time">Wall time and timers.</param>
    public Host(string root, TimeProvider time)
    {
        Time = time;
        Files = new(root);
        Keys = new(Files, new());
    }

    public TimeProvider Time { get; }

    public SafeFs Files { get; }

    public KeyLedger Keys { get; }

    public void Dispose() => Files.Dispose();
}
