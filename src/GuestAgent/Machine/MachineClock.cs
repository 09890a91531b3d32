using System.Globalization;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Machine.Files;
using Fleet.GuestAgent.Machine.Running;

namespace Fleet.GuestAgent.Machine;

/// <summary>
/// The boot's clock: nanoseconds of CLOCK_MONOTONIC since the boot's zero, as systemd counts. Zero is the kernel's start, or in a container PID 1's start:
/// a container shares its host's clock.
/// </summary>
internal sealed class MachineClock
{
    private readonly TimeProvider _time;
    private readonly long _zeroNs;

    private MachineClock(TimeProvider time, Guid bootId, BootOrigin origin, long zeroNs) => (_time, BootId, Origin, _zeroNs) = (time, bootId, origin, zeroNs);

    /// <summary>The kernel's boot id. Where a container sees its host's, its own start is mixed in: else all its boots would be one.</summary>
    public Guid BootId { get; }

    /// <summary>What zero means.</summary>
    public BootOrigin Origin { get; }

    /// <summary>Nanoseconds since zero.</summary>
    // TimeProvider's timestamps are CLOCK_MONOTONIC on Linux.
    public long MonotonicNs => (long)(_time.GetTimestamp() * (1e9 / _time.TimestampFrequency)) - _zeroNs;

    /// <summary>The wall clock.</summary>
    public DateTimeOffset WallTime => _time.GetUtcNow();

    public static async Task<MachineClock> ReadAsync(SafeFs fs, Processes processes, TimeProvider time, CancellationToken ct)
    {
        var kernel = Guid.Parse(fs.ReadText("/proc/sys/kernel/random/boot_id", 64) ?? throw new MachineException("the kernel tells no boot id"));
        if (!IsContainer(fs))
            return new(time, kernel, BootOrigin.Kernel, 0);
        var zero = await SystemdStartAsync(processes, ct).ConfigureAwait(false) ?? StartOfPid1(fs);
        return new(time, HasOwnBootId(fs) ? kernel : ContainerBoot(kernel, zero), BootOrigin.Container, zero);
    }

    // systemd-nspawn mounts a file of its own there, new at every start of the container; LXC and others do not.
    private static bool HasOwnBootId(SafeFs fs) =>
        (fs.ReadText("/proc/self/mountinfo", 4 * 1024 * 1024) ?? "").Contains(" /proc/sys/kernel/random/boot_id ", StringComparison.Ordinal);

    // systemd writes the file from PID 1's environment (systemd's CONTAINER_INTERFACE); other init systems leave only the environment, which a kernel may
    // refuse to show.
    private static bool IsContainer(SafeFs fs)
    {
        try
        {
            return fs.FileExists("/run/systemd/container")
                || (fs.ReadText("/proc/1/environ", 256 * 1024) ?? "").Split('\0').Any(v => v.StartsWith("container=", StringComparison.Ordinal));
        }
        catch (MachineException)
        {
            return false;
        }
    }

    private static async Task<long?> SystemdStartAsync(Processes processes, CancellationToken ct)
    {
        try
        {
            var spec = new ProcessSpec("systemctl", "show", "--property=UserspaceTimestampMonotonic", "--value") { Timeout = TimeSpan.FromSeconds(5) };
            var (result, text) = await processes.RunAsync(spec, ct).ConfigureAwait(false);
            return result.Succeeded && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var us) && us > 0 ? us * 1000 : null;
        }
        catch (MachineException)
        {
            return null;
        }
    }

    // proc(5): field 22 is the start in clock ticks, of which there are 100 a second on every Linux that .NET runs on. The name before it, in
    // parentheses, may hold anything.
    private static long StartOfPid1(SafeFs fs)
    {
        var stat = fs.ReadText("/proc/1/stat", 4096) ?? "";
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19 && long.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks * 10_000_000 : 0;
    }

    private static Guid ContainerBoot(Guid kernel, long zeroNs)
    {
        Span<byte> seed = stackalloc byte[24];
        kernel.TryWriteBytes(seed, bigEndian: true, out _);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(seed[16..], zeroNs);
        return new(System.Security.Cryptography.SHA256.HashData(seed).AsSpan(0, 16), bigEndian: true);
    }
}
