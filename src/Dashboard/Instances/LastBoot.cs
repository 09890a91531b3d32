using Fleet.Contracts.Api;
using Fleet.Dashboard.Timeline;

namespace Fleet.Dashboard.Instances;

/// <summary>An instance's last boot, as it was read.</summary>
public sealed class LastBoot(Boot boot, DateTimeOffset readAt)
{
    // A boot that has ended never looks different again.
    private readonly BootStrip? ended = boot.NowMs is null ? BootStrip.Of(boot, null) : null;

    /// <summary>The boot as it stands by now.</summary>
    public BootStrip Strip(DateTimeOffset now) => ended ?? BootStrip.Of(boot, BootClock.Now(boot, now - readAt));
}
