using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.ControlPlane.Timelines.Ingest;

namespace Fleet.ControlPlane.Tests.Timelines;

/// <summary>A test for every transition: the state machine's specification.</summary>
public sealed class ProvisioningTransitionsTests
{
    private static readonly Guid A = Guid.CreateVersion7();
    private static readonly Guid B = Guid.CreateVersion7();
    private static readonly FailedLeaf Leaf = new("login/users/bob", "no such group 'dev'", 5);

    [Theory]
    [InlineData(ProvisioningState.Pending)]
    [InlineData(ProvisioningState.Booting)]
    public void Heard_NotYetHeard_IsProvisioning(ProvisioningState state) =>
        Assert.Equal(new(ProvisioningState.Provisioning, BootId: A), Next(new(state), new BootHeard(A, First: true)));

    [Fact]
    public void Heard_SameBoot_ChangesNothing() => Keeps(new(ProvisioningState.Provisioning, BootId: A), new BootHeard(A, First: false));

    [Fact]
    public void Heard_NewerBootWhileProvisioning_IsWaitedFor() =>
        Assert.Equal(B, Next(new(ProvisioningState.Provisioning, BootId: A), new BootHeard(B, First: true)).BootId);

    [Fact]
    public void Heard_OlderBootWhileProvisioning_ChangesNothing() => Keeps(new(ProvisioningState.Provisioning, BootId: B), new BootHeard(A, First: false));

    [Fact]
    public void Heard_TimedOut_StaysTimedOut() =>
        Assert.Equal(new(ProvisioningState.TimedOut, "the deadline passed", BootId: A), Next(new(ProvisioningState.TimedOut, "the deadline passed"), new BootHeard(A, First: true)));

    [Fact]
    public void Heard_FailedAndSameBoot_StaysFailed() => Keeps(new(ProvisioningState.Failed, "x", "y", BootId: A), new BootHeard(A, First: false));

    [Fact]
    public void Heard_FailedAndNewBoot_IsAnotherTry() =>
        Assert.Equal(new(ProvisioningState.Provisioning, BootId: B), Next(new(ProvisioningState.Failed, "x", "y", BootId: A), new BootHeard(B, First: true)));

    [Theory]
    [InlineData(ProvisioningState.Provisioned)]
    [InlineData(ProvisioningState.Degraded)]
    public void Reboot_NeverUnprovisions(ProvisioningState state)
    {
        var done = new ProvisioningStatus(state, "r", "s", BootId: A);
        Keeps(done, new BootHeard(B, First: true));
        foreach (var outcome in Enum.GetValues<StepOutcome>())
            Keeps(done, End(B, outcome, Leaf));
    }

    [Theory]
    [InlineData(ProvisioningState.Pending)]
    [InlineData(ProvisioningState.Booting)]
    [InlineData(ProvisioningState.Provisioning)]
    [InlineData(ProvisioningState.Failed)]
    public void Ended_Succeeded_IsProvisioned(ProvisioningState state) =>
        Assert.Equal(new(ProvisioningState.Provisioned, BootId: A), Next(new(state, "old", "old", BootId: A), End(A)));

    [Fact]
    public void Ended_SucceededWithAFailedStep_IsDegradedAndSaysWhy() => Assert.Equal(
        new(ProvisioningState.Degraded, "login/users/bob: no such group 'dev'", "login/users/bob", BootId: A),
        Next(new(ProvisioningState.Provisioning, BootId: A), End(A, failure: Leaf)));

    [Fact]
    public void Ended_FailedStepWithoutMessage_SaysTheStep() =>
        Assert.Equal("login/users/bob", Next(new(ProvisioningState.Provisioning, BootId: A), End(A, failure: Leaf with { Message = null })).Reason);

    [Theory]
    [InlineData(StepOutcome.Failed)]
    [InlineData(StepOutcome.TimedOut)]
    [InlineData(StepOutcome.Interrupted)]
    public void Ended_NotAtItsEnd_IsFailedAndSaysWhy(StepOutcome outcome) => Assert.Equal(
        new(ProvisioningState.Failed, "login/users/bob: no such group 'dev'", "login/users/bob", BootId: A),
        Next(new(ProvisioningState.Provisioning, BootId: A), End(A, outcome, Leaf)));

    [Fact]
    public void Ended_FailedWithAMessageOfItsOwn_SaysThat() =>
        Assert.Equal("no data source", Next(new(ProvisioningState.Provisioning, BootId: A), End(A, StepOutcome.Failed, message: "no data source")).Reason);

    [Fact]
    public void Ended_FailedWithoutAnyReason_StillSaysSomething() =>
        Assert.False(string.IsNullOrEmpty(Next(new(ProvisioningState.Provisioning, BootId: A), End(A, StepOutcome.Failed)).Reason));

    [Fact]
    public void Ended_SucceededAfterTimedOut_IsProvisionedLate() =>
        Assert.Equal(new(ProvisioningState.Provisioned, Late: true, BootId: A), Next(new(ProvisioningState.TimedOut, "late", BootId: A), End(A)));

    [Fact]
    public void Ended_DegradedAfterTimedOut_IsLate() =>
        Assert.True(Next(new(ProvisioningState.TimedOut, BootId: A), End(A, failure: Leaf)) is { State: ProvisioningState.Degraded, Late: true });

    [Fact]
    public void Ended_AfterADeadlineThatNoSweepHasSeen_IsLate() =>
        Assert.True(Next(new(ProvisioningState.Provisioning, BootId: A), End(A) with { AfterDeadline = true }) is { State: ProvisioningState.Provisioned, Late: true });

    [Fact]
    public void Ended_FailedAfterTimedOut_IsFailed() => Assert.Equal(ProvisioningState.Failed, Next(new(ProvisioningState.TimedOut, BootId: A), End(A, StepOutcome.Failed)).State);

    [Fact]
    public void Ended_OlderBootFailed_SaysNothingOfTheNewerOne() => Keeps(new(ProvisioningState.Provisioning, BootId: B), End(A, StepOutcome.Failed, Leaf));

    [Fact]
    public void Ended_OlderBootSucceeded_IsProvisioned() =>
        Assert.Equal(new(ProvisioningState.Provisioned, BootId: A), Next(new(ProvisioningState.Provisioning, BootId: B), End(A)));

    [Fact]
    public void FailedLeaves_ParentsAndTheBootItself_AreNone() => Assert.Equal(["final/b", "login/users/bob"], FailedLeaf.Of(
        [new("boot", null, 9), new("login", null, 8), new("login/users", null, 7), Leaf with { EndNs = 6 }, new("final/b", null, 2), new("login-x", null, 9)])
        .Select(l => l.Path).Where(p => p != "login-x"));

    private static ProvisioningStatus Next(ProvisioningStatus now, ProvisioningFact fact) => ProvisioningTransitions.Next(now, fact);

    private static void Keeps(ProvisioningStatus now, ProvisioningFact fact) => Assert.Equal(now, Next(now, fact));

    private static BootEnded End(Guid boot, StepOutcome outcome = StepOutcome.Succeeded, FailedLeaf? failure = null, string? message = null) =>
        new(boot, outcome, message, failure, AfterDeadline: false);
}
