using Fleet.Contracts.Api;
using Fleet.Dashboard.Instances;
using static Fleet.Dashboard.Tests.Samples;

namespace Fleet.Dashboard.Tests.Instances;

public sealed class FleetHeadlineTests
{
    [Fact]
    public void Of_AllFine_CountsThem() =>
        Assert.Equal("2 provisioned", Answer(Instance("a", ProvisioningState.Provisioned), Instance("b", ProvisioningState.Provisioned)));

    [Fact]
    public void Of_OneFailed_NamesIt()
    {
        var headline = FleetHeadline.Of([Instance("a", ProvisioningState.Provisioned), Instance("web-17", ProvisioningState.Failed)]);

        Assert.Equal(("1 needs you: web-17 failed", "1 provisioned"), (headline.Answer, headline.Rest));
    }

    [Fact]
    public void Of_SeveralTroubles_WorstFirst() => Assert.Equal(
        "3 need you: 1 failed, 1 degraded, 1 silent",
        Answer(
            Instance("a", ProvisioningState.Provisioned, liveness: Liveness.Silent), Instance("b", ProvisioningState.Degraded), Instance("c", ProvisioningState.Failed)));

    [Fact]
    public void Of_Nothing_SaysSo() => Assert.Equal("No instances yet", Answer());

    [Fact]
    public void Why_ReasonWithoutItsStep_IsLedByIt() =>
        Assert.Equal("final/x: exit 32", new InstanceRow(Instance("a", ProvisioningState.Failed, "exit 32", "final/x"), null).Why);

    [Theory]
    [InlineData(1, "now")]
    [InlineData(59, "59 s ago")]
    [InlineData(190, "3 min ago")]
    [InlineData(-7300, "in 2 h")]
    [InlineData(400_000, "4 d ago")]
    public void RelativeText_Moment_AsPeopleSayIt(int secondsAgo, string text) => Assert.Equal(text, RelativeText.Of(Noon.AddSeconds(-secondsAgo), Noon));

    private static string Answer(params Instance[] instances) => FleetHeadline.Of(instances).Answer;
}
