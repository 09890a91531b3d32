using Fleet.Dashboard.Timeline;

namespace Fleet.Dashboard.Tests.Timeline;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(-3, "0 ms")]
    [InlineData(0.2, "<1 ms")]
    [InlineData(460, "460 ms")]
    [InlineData(999.4, "999 ms")]
    [InlineData(999.6, "1.00 s")]
    [InlineData(1240, "1.24 s")]
    [InlineData(59_990, "59.99 s")]
    [InlineData(59_996, "1 min 00 s")]
    [InlineData(125_000, "2 min 05 s")]
    [InlineData(11_220_000, "3 h 07 min")]
    public void Of_Length_HasItsUnit(double milliseconds, string text) => Assert.Equal(text, DurationText.Of(milliseconds));

    [Theory]
    [InlineData(0, 2000, "0 s")]
    [InlineData(500, 500, "500 ms")]
    [InlineData(1500, 500, "1.5 s")]
    [InlineData(90_000, 30_000, "1 min 30 s")]
    [InlineData(7_200_000, 3_600_000, "2 h")]
    public void OfTick_Moment_IsShort(double milliseconds, double step, string text) => Assert.Equal(text, DurationText.OfTick(milliseconds, step));
}
