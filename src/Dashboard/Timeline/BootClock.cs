using Fleet.Contracts.Api;

namespace Fleet.Dashboard.Timeline;

/// <summary>Carries a boot's own clock on between two reads.</summary>
internal static class BootClock
{
    /// <summary>Now on the boot's clock; null once it has ended.</summary>
    /// <param name="boot">The boot as it was read.</param>
    /// <param name="sinceRead">How long ago it was read.</param>
    public static double? Now(Boot boot, TimeSpan sinceRead) => boot.NowMs is { } then ? then + Math.Max(0, sinceRead.TotalMilliseconds) : null;
}
