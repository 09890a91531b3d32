using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.Dashboard.Timeline;
using static Fleet.Dashboard.Tests.Samples;

namespace Fleet.Dashboard.Tests.Timeline;

public sealed class BootHeadlineTests
{
    [Fact]
    public void Of_CurrentBoot_TheInstanceKnowsBest()
    {
        var headline = BootHeadline.Of(
            Boot([Done("final", 0, 10)]), Instance("web-1", ProvisioningState.TimedOut, "no report for 10 min", "final/x", bootId: BootId), 3400);

        Assert.Equal(("Timed out after 3.40 s", "final/x", "no report for 10 min"), (headline.Outcome, headline.Step, headline.Reason));
    }

    [Fact]
    public void Of_EarlierBoot_JudgedByItsSpans()
    {
        var boot = Boot([Done("final", 0, 10, StepOutcome.Failed), Done("final/runcmd", 0, 10, StepOutcome.Failed, "exit code 32")]);

        var headline = BootHeadline.Of(boot, Instance("web-1", ProvisioningState.Provisioned, bootId: Guid.CreateVersion7()), 1240);

        Assert.Equal(("Degraded after 1.24 s", "final/runcmd", "exit code 32"), (headline.Outcome, headline.Step, headline.Reason));
    }

    [Fact]
    public void Of_ReasonThatNamesTheStep_IsNotSaidTwice() =>
        Assert.Equal("exit 32", BootHeadline.Of(Instance("web-1", ProvisioningState.Failed, "final/x: exit 32", "final/x")).Reason);

    [Fact]
    public void Of_Success_SaysHowLong() =>
        Assert.Equal("Provisioned in 1.24 s", BootHeadline.Of(Boot([]), Instance("web-1", ProvisioningState.Provisioned, bootId: BootId), 1240).Outcome);
}
