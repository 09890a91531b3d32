using CsCheck;
using Fleet.Dashboard.Timeline;

namespace Fleet.Dashboard.Tests.Timeline;

public sealed class TimelineTicksTests
{
    [Fact]
    public void Of_NineSeconds_RoundAndLabelled() =>
        Assert.Equal(["0 s", "2 s", "4 s", "6 s", "8 s"], TimelineTicks.Of(9620).Select(tick => tick.Label));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1240, 200)]
    [InlineData(12_000, 2000)]
    [InlineData(600_000, 120_000)]
    [InlineData(864_000_000, 172_800_000)]
    public void Step_Length_IsRound(double length, double step) => Assert.Equal(step, TimelineTicks.Step(length));

    [Fact]
    public void Of_AnyLength_FewTicksInsideTheLane() => Gen.Double[1, 1e10].Sample(length =>
    {
        var ticks = TimelineTicks.Of(length);
        return ticks.Count is >= 1 and <= 8 && ticks[0].Percent == 0 && ticks[^1].Percent <= 100.000001;
    });
}
