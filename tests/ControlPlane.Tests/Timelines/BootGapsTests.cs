using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.ControlPlane.Timelines.Boots;

namespace Fleet.ControlPlane.Tests.Timelines;

public sealed class BootGapsTests
{
    [Fact]
    public void Of_NoSpans_IsEmpty() => Assert.Empty(BootGaps.Of([]));

    [Fact]
    public void Of_TimeBeforeTheFirstSpan_BelongsToTheMachine() =>
        Assert.Equal([new("boot", 0, 1500, BootGaps.BeforeFirstReport)], BootGaps.Of([Span("boot", 1400, 700), Span("local", 1500, 100)]));

    [Fact]
    public void Of_LessThanAHundredMilliseconds_IsNone() => Assert.Empty(BootGaps.Of([Span("local/a", 99, 50), Span("local/b", 248, 10)]));

    [Fact]
    public void Of_BetweenStages_IsAWaitForTheNext() => Assert.Equal([new("login/users", 100, 400, "waiting for the stage final")],
        BootGaps.Of([Span("login", 0, 100), Span("login/users", 0, 100), Span("final", 500, 100), Span("final/packages", 500, 100)]));

    [Fact]
    public void Of_InsideAStage_BelongsToTheInnermostAround() => Assert.Equal([new("login/users/a", 100, 200, "login/users, between its steps")],
        BootGaps.Of([Span("login", 0, 500), Span("login/users", 0, 400), Span("login/users/a", 0, 100), Span("login/users/b", 300, 100)]));

    [Fact]
    public void Of_ParallelSteps_CoverTogether() =>
        Assert.Equal([new("final/a", 900, 100, null)], BootGaps.Of([Span("final/a", 0, 900), Span("final/b", 100, 100), Span("final/c", 1000, 1)]));

    [Fact]
    public void Of_AStepThatRuns_OwnsWhatFollows() => Assert.Empty(BootGaps.Of([Span("final/a", 0, null), Span("final/b", 5000, 100)]));

    private static BootSpan Span(string path, double start, double? duration) => new()
    {
        Path = path,
        Name = StepPath.Name(path),
        Stage = StepPath.Stage(path),
        Parent = StepPath.Parent(path),
        Reporter = "agent",
        Clock = "monotonic",
        StartMs = start,
        DurationMs = duration,
    };
}
