using Fleet.Contracts;
using Fleet.ControlPlane.Agents.Hub;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.ControlPlane.Tests.AgentHub;

public sealed class CallRatesTests
{
    [Fact]
    public void TryTake_BeyondTheBurst_IsRefusedUntilTimePasses_HB22()
    {
        var time = new FakeTimeProvider();
        var rates = new CallRates(time);
        var (loud, calm) = (AgentId.New(), AgentId.New());
        Assert.All(Enumerable.Range(0, CallRates.Burst), _ => Assert.True(rates.TryTake(loud)));
        Assert.False(rates.TryTake(loud));
        Assert.True(rates.TryTake(calm));
        rates.Prune();
        Assert.False(rates.TryTake(loud));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(CallRates.PerSecond, Enumerable.Range(0, CallRates.Burst).Count(_ => rates.TryTake(loud)));
    }
}
