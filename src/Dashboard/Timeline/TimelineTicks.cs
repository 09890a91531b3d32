namespace Fleet.Dashboard.Timeline;

/// <summary>A tick of the axis.</summary>
/// <param name="Percent">Where it stands in the lane.</param>
/// <param name="Label">The time there, with its unit.</param>
public sealed record TimelineTick(double Percent, string Label);

/// <summary>Round ticks: multiples of 1, 2 or 5 up to a second, then of what clocks count in.</summary>
internal static class TimelineTicks
{
    private const int Most = 7;

    private static readonly double[] Steps =
    [
        1, 2, 5, 10, 20, 50, 100, 200, 500,
        1_000, 2_000, 5_000, 10_000, 20_000, 30_000,
        60_000, 120_000, 300_000, 600_000, 1_200_000, 1_800_000,
        3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
    ];

    /// <summary>The distance between two ticks, in milliseconds.</summary>
    public static double Step(double totalMs)
    {
        foreach (var step in Steps)
            if (totalMs / step <= Most)
                return step;
        return Steps[^1] * Math.Ceiling(totalMs / Steps[^1] / Most);
    }

    public static IReadOnlyList<TimelineTick> Of(double totalMs)
    {
        var step = Step(totalMs);
        return [.. Enumerable.Range(0, (int)(totalMs / step) + 1).Select(i => new TimelineTick(i * step / totalMs * 100, DurationText.OfTick(i * step, step)))];
    }
}
