using CsCheck;
using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.Dashboard.Timeline;
using static Fleet.Dashboard.Tests.Samples;

namespace Fleet.Dashboard.Tests.Timeline;

public sealed class BootTimelineViewModelTests
{
    private static readonly double[] Moments = [double.NegativeInfinity, -5, 0, 0.4, 1, 99, 1000, 12_345.6, 90_000, 1e9];

    [Fact]
    public void Create_EndedBoot_BarsAreSharesOfTheWhole()
    {
        var model = Create(Boot([Done("local", 0, 500), Done("login", 500, 1500), Done("login/users/alice", 1000, 500)]));

        Assert.Equal(2000, model.LengthMs);
        Assert.False(model.IsRunning);
        Assert.Equal([(0d, 25d), (25, 75), (50, 25)], model.Rows.Select(row => (row.OffsetPercent, row.WidthPercent)));
        Assert.Equal(["500 ms", "1.50 s", "500 ms"], model.Rows.Select(row => row.Time));
    }

    [Fact]
    public void Create_NestedSteps_TreeOrderWithDepth()
    {
        var model = Create(Boot([
            Done("final/runcmd", 30, 5), Done("final", 20, 20), Done("login/users/alice", 12, 2), Done("login", 10, 8), Done("login/users", 11, 4), Done("login/hostname", 10, 1)]));

        Assert.Equal(
            [(0, "Login"), (1, "hostname"), (1, "users"), (2, "alice"), (0, "Final"), (1, "runcmd")],
            model.Rows.Select(row => (row.Depth, row.Name)));
    }

    [Fact]
    public void Create_StageWithoutSpan_InferredFromItsSteps()
    {
        var model = Create(Boot([Done("final/a", 10, 10), Done("final/b", 20, 30, StepOutcome.Failed, "no")]));

        var stage = model.Rows[0];
        Assert.Equal((RowKind.Stage, "Final", RowState.Failed, "40 ms"), (stage.Kind, stage.Name, stage.State, stage.Time));
    }

    [Fact]
    public void Create_GapInsideStage_RowBetweenItsSteps()
    {
        var model = Create(Boot(
            [Done("final", 0, 1000), Done("final/a", 0, 100), Done("final/b", 600, 400)], [new BootGap("final/a", 100, 500, "waiting for network-online.target")]));

        Assert.Equal(["Final", "a", "gap", "b"], model.Rows.Select(row => row.Name));
        var gap = model.Rows[2];
        Assert.Equal((RowKind.Gap, 1, 10d, 50d), (gap.Kind, gap.Depth, gap.OffsetPercent, gap.WidthPercent));
        Assert.Equal("500 ms waiting for network-online.target", gap.Label);
    }

    [Fact]
    public void Create_GapBetweenStages_RowOfItsOwnLevel()
    {
        var model = Create(Boot([Done("local", 0, 100), Done("local/x", 0, 100), Done("login", 300, 100)], [new BootGap("local/x", 100, 200, null)]));

        Assert.Equal([(0, "Local"), (1, "x"), (0, "gap"), (0, "Login")], model.Rows.Select(row => (row.Depth, row.Name)));
        Assert.Equal("200 ms that no step owns", model.Rows[2].Label);
    }

    [Fact]
    public void Create_RunningStep_GrowsToNow()
    {
        var boot = Boot([Running("final", 1000), Running("final/packages", 1500, "14 of 31")], nowMs: 2000);

        var early = BootTimelineViewModel.Create(boot, 2000).Rows[^1];
        var later = BootTimelineViewModel.Create(boot, 3000).Rows[^1];

        Assert.Equal((RowState.Running, "500 ms", 75d, 25d), (early.State, early.Time, early.OffsetPercent, early.WidthPercent));
        Assert.Equal((RowState.Running, "1.50 s", 50d, 50d), (later.State, later.Time, later.OffsetPercent, later.WidthPercent));
        Assert.Equal("14 of 31", later.Label);
    }

    [Fact]
    public void Create_StepWithoutEndInEndedBoot_SaysSo()
    {
        var row = Create(Boot([Running("final", 10), Done("local", 0, 100)])).Rows.Single(row => row.Key == "final");

        Assert.Equal((RowState.Unended, "no end", 90d), (row.State, row.Time, row.WidthPercent));
    }

    [Fact]
    public void Create_ZeroDurations_ZeroPercentNotNaN()
    {
        var row = Assert.Single(Create(Boot([Done("local", 0, 0)])).Rows);

        Assert.Equal((0d, 0d, "0 ms"), (row.OffsetPercent, row.WidthPercent, row.Time));
    }

    [Fact]
    public void Create_NothingReported_NoRows() => Assert.Empty(Create(Boot([])).Rows);

    [Fact]
    public void Create_AgentStartsLate_LeadRowOwnsTheTimeBefore()
    {
        var lead = Create(Boot([Done("local", 900, 100)])).Rows[0];

        Assert.Equal((RowKind.Lead, 0d, 90d, "900 ms", "kernel and systemd"), (lead.Kind, lead.OffsetPercent, lead.WidthPercent, lead.Time, lead.Label));
    }

    [Theory]
    [InlineData(0, 200, LabelSide.Right)]
    [InlineData(800, 200, LabelSide.Left)]
    [InlineData(100, 850, LabelSide.Inside)]
    public void Create_FailedStep_LabelWhereThereIsRoom(double start, double length, LabelSide side)
    {
        var row = Create(Boot([Done("final", 0, 1000), Done("final/x", start, length, StepOutcome.Failed, "exit code 32")])).Rows[^1];

        Assert.Equal((RowState.Failed, "exit code 32", side), (row.State, row.Label, row.LabelSide));
    }

    [Fact]
    public void Create_SamePathTwice_BothRows() =>
        Assert.Equal(3, Create(Boot([Done("final", 0, 10), Done("final/x", 0, 4), Done("final/x", 5, 5)])).Rows.Count);

    [Fact]
    public void Create_TheBootItself_IsNoRow() => Assert.Equal(["local"], Create(Boot([Done("boot", 0, 100), Done("local", 0, 10)])).Rows.Select(row => row.Key));

    [Fact]
    public void Create_AnyClock_EveryBarInsideTheLane() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[0, 9], (start, length, now) => (Moments[start], Moments[length], Moments[now])).Sample((start, length, moment) =>
        {
            double? now = double.IsInfinity(moment) ? null : moment;
            var rows = BootTimelineViewModel.Create(Boot([Done("local", start, length), Running("login", length)]), now).Rows;
            return rows.All(row => row.OffsetPercent >= 0 && row.WidthPercent >= 0 && row.OffsetPercent + row.WidthPercent <= 100.000001);
        });

    private static BootTimelineViewModel Create(Boot boot) => BootTimelineViewModel.Create(boot, boot.NowMs);
}
