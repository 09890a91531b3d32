namespace Fleet.GuestAgent.Machine.Files;

/// <summary>Trees whose files are the kernel's: nothing is ever written there.</summary>
internal static class PseudoFs
{
    public static bool Holds(string path) =>
        path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/sys/", StringComparison.Ordinal) || path.StartsWith("/dev/", StringComparison.Ordinal);
}
