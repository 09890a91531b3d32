using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Timelines.Ingest;

namespace Fleet.ControlPlane.Tests.Timelines;

public sealed class EventRulesTests
{
    private static readonly InstanceId Instance = InstanceId.New();
    private static readonly ProjectId Project = ProjectId.New();
    private static readonly AgentEvent Good = Events.Event(1, Guid.CreateVersion7());

    public static TheoryData<string, AgentEvent> Poison => new()
    {
        { "path", Good with { Path = null! } },
        { "path", Good with { Path = "/login" } },
        { "path", Good with { Path = "login/a\0b" } },
        { "path", Good with { Path = new string('x', Limits.StepPathChars + 1) } },
        { "kind", Good with { Kind = (EventKind)99 } },
        { "outcome", Good with { Kind = EventKind.Finished } },
        { "outcome", Good with { Outcome = StepOutcome.Failed } },
        { "outcome", Good with { Kind = EventKind.Finished, Outcome = (StepOutcome)99 } },
        { "monotonic", Good with { MonotonicNs = -1 } },
        { "gap", Good with { GapCount = 2 } },
        { "gap", Good with { Kind = EventKind.Gap, GapCount = 0 } },
        { "attributes", Good with { Attributes = Enumerable.Range(0, Limits.EventAttributes + 1).ToDictionary(i => $"a{i}", _ => "") } },
        { "without a value", Good with { Attributes = new Dictionary<string, string> { ["a"] = null! } } },
        { "larger", Good with { Message = new string('x', Limits.EventBytes) } },
        { "larger", Good with { Message = new string('é', Limits.EventBytes / 6) } },
        { "larger", Good with { Attributes = new Dictionary<string, string> { ["a"] = new('x', Limits.EventBytes) } } },
        { "not its own", Good with { Confirms = new() { Subject = OrderSubject.Of(InstanceId.New()), Revision = 1 } } },
        { "not its own", Good with { Confirms = new() { Subject = null!, Revision = 1 } } },
        { "below 1", Good with { Confirms = new() { Subject = OrderSubject.Of(Instance), Revision = 0 } } },
        { "its text", Good with { Confirms = new() { Subject = OrderSubject.Of(Instance), Revision = 1, Problems = [null!] } } },
    };

    [Theory]
    [MemberData(nameof(Poison), DisableDiscoveryEnumeration = true)]
    public void Problem_Poison_NamesTheRule(string word, AgentEvent e) => Assert.Contains(word, EventRules.Problem(e, Instance, Project), StringComparison.Ordinal);

    [Fact]
    public void Problem_GoodEvents_HaveNone()
    {
        AgentEvent[] good =
        [
            Good, Good with { Message = new string('x', Limits.EventBytes - 1024) }, Events.Finished(1, Good.BootId, "boot"), Events.Gap(1, Good.BootId, 3),
            Good with { WallTime = DateTimeOffset.MinValue }, Good with { WallTime = DateTimeOffset.MaxValue }, Good with { Message = "<img src=x onerror=…>\u001b]52;c;\u0007\r\nFAKE LOG" },
            Good with { Confirms = new() { Subject = OrderSubject.Of(Project), Revision = 1 } },
        ];
        Assert.All(good, e => Assert.Null(EventRules.Problem(e, Instance, Project)));
    }

    [Theory]
    [InlineData("a\0b", "a\u2400b")]
    [InlineData("\ud83d\ude00 ok", "\ud83d\ude00 ok")]
    [InlineData("\u001b[31m<b>\r\n", "\u001b[31m<b>\r\n")]
    public void Clean_Text_CanBeStoredAndIsOtherwiseKept(string text, string expected) => Assert.Equal(expected, EventText.Clean(text));

    // Not as inline data: an attribute is stored as UTF-8, which has no lone surrogates.
    [Fact]
    public void Clean_LoneSurrogates_BecomeReplacements() => Assert.Equal("a\ufffdb\ufffd", EventText.Clean("a\ud800b\udc00"));
}
