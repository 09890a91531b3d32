using System.Globalization;

namespace Fleet.Dashboard.Timeline;

/// <summary>Lengths of time for people: one scheme everywhere, always with a unit, the same in every culture.</summary>
internal static class DurationText
{
    /// <summary><c>460 ms</c>, <c>1.24 s</c>, <c>2 min 05 s</c>, <c>3 h 07 min</c>.</summary>
    public static string Of(double milliseconds)
    {
        // Rounded before the unit is chosen, or 999.6 would read "1000 ms" and 59 999 "60.00 s".
        var ms = Math.Round(Math.Max(0, milliseconds));
        if (ms == 0 && milliseconds > 0)
            return "<1 ms";
        if (ms < 1000)
            return Text($"{ms:0} ms");
        if (Math.Round(ms / 10) * 10 < 60_000)
            return Text($"{ms / 1000:0.00} s");
        var seconds = (long)Math.Round(ms / 1000);
        return seconds < 3600
            ? Text($"{seconds / 60} min {seconds % 60:00} s")
            : Text($"{seconds / 3600} h {seconds % 3600 / 60:00} min");
    }

    public static string Of(TimeSpan length) => Of(length.TotalMilliseconds);

    /// <summary>A tick of an axis whose ticks are a <paramref name="step"/> apart: <c>0 s</c>, <c>500 ms</c>, <c>1.5 s</c>, <c>1 min 30 s</c>.</summary>
    public static string OfTick(double milliseconds, double step)
    {
        if (milliseconds < 1000 && step < 1000)
            return Text($"{milliseconds:0.##} ms");
        if (milliseconds < 60_000)
            return Text($"{milliseconds / 1000:0.###} s");
        var (minutes, seconds) = Math.DivRem((long)Math.Round(milliseconds / 1000), 60);
        if (minutes < 60)
            return seconds == 0 ? Text($"{minutes} min") : Text($"{minutes} min {seconds} s");
        return minutes % 60 == 0 ? Text($"{minutes / 60} h") : Text($"{minutes / 60} h {minutes % 60} min");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
