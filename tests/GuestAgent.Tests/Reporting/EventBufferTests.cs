using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Tests.Reporting;

public sealed class EventBufferTests
{
    [Fact]
    public void Add_OverTheCap_OldestOutputBecomesOneGapThatOccupiesItsNumbers()
    {
        var buffer = Agents.Buffer(cap: 2 << 20);
        var line = new string('x', 3000);
        buffer.Started("boot");
        for (var i = 0; i < 2000; i++)
            buffer.Output("final/user-script", line);
        buffer.Finished("boot", StepOutcome.Succeeded);

        var output = Drain(buffer, StreamName.Output);
        var timeline = Drain(buffer, StreamName.Timeline);

        Assert.Equal([EventKind.Started, EventKind.Finished], timeline.Select(e => e.Kind));
        Assert.Equal(EventKind.Gap, output[0].Kind);
        Assert.All(output.Skip(1), e => Assert.Equal(EventKind.Output, e.Kind));
        Assert.Equal((1, 2000), (output[0].Seq, output[^1].LastSeq));
        Assert.True(output[0].GapCount > 1000);
        Assert.Contains("memory", output[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_OverTheCapWithABatchOnItsWay_NeverAltersWhatWasSent()
    {
        var buffer = Agents.Buffer(cap: 1 << 20);
        var line = new string('x', 3000);
        for (var i = 0; i < 10; i++)
            buffer.Output("final/user-script", line);
        var sent = buffer.Next(StreamName.Output, 5)!;
        for (var i = 0; i < 1000; i++)
            buffer.Output("final/user-script", line);

        var again = buffer.Next(StreamName.Output, 500)!;

        Assert.Equal(sent.Events, again.Events.Take(5));
        Assert.Equal((EventKind.Gap, 6), (again.Events[5].Kind, again.Events[5].Seq));
    }

    [Fact]
    public void Next_ManyEvents_StaysWithinTheReportsLimits()
    {
        var buffer = Agents.Buffer();
        for (var i = 0; i < 1200; i++)
            buffer.Progress("final/step", new('ä', i));
        while (buffer.Next(StreamName.Timeline, Limits.ReportEvents) is { } batch)
        {
            Assert.True(batch.Events.Length == 1 || batch.Events.Sum(HeldEvent.Size) <= Limits.ReportBytes);
            buffer.MoveTo(StreamName.Timeline, batch.Epoch, batch.LastSeq, 0);
        }
    }

    [Theory]
    [InlineData('a')]
    [InlineData('\u0001')]
    [InlineData('ä')]
    public void Finished_LongMessageAndAttributes_IsCutToTheLimit(char c)
    {
        var buffer = Agents.Buffer();
        buffer.Finished("final/step", StepOutcome.Failed, new(c, 1 << 20), Enumerable.Range(0, 100).ToDictionary(i => $"k{i}", _ => new string(c, 5000)));

        var e = Assert.Single(Drain(buffer, StreamName.Timeline));

        Assert.True(HeldEvent.Size(e) <= Limits.EventBytes);
        Assert.EndsWith("(cut)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_LongText_ComesInPiecesWithNothingLost()
    {
        var buffer = Agents.Buffer();
        var text = string.Concat(Enumerable.Repeat("ab😀", 20_000));
        buffer.Output("final/step", text);

        var events = Drain(buffer, StreamName.Output);

        Assert.Equal(text, string.Concat(events.Select(e => e.Message)));
        Assert.All(events, e => Assert.True(HeldEvent.Size(e) <= Limits.EventBytes));
    }

    [Fact]
    public void Confirmed_MoreProblemsThanAnEventHolds_ClaimsNoKeyIsInForce()
    {
        var buffer = Agents.Buffer();
        var problems = Enumerable.Range(0, 1000).Select(_ => new KeyProblem(SshKeyId.New(), "user 'bob' does not exist on the guest")).ToList();
        buffer.Confirmed("upkeep/ssh-keys", StepOutcome.Failed, null, new() { Subject = "instances/x", Revision = 1, Problems = problems });

        var e = Assert.Single(Drain(buffer, StreamName.Timeline));

        Assert.True(HeldEvent.Size(e) <= Limits.EventBytes);
        Assert.StartsWith("1000 keys", e.Confirms!.Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void MoveTo_ForgottenRecordsAskedForAgain_GoAsAGap()
    {
        var buffer = Agents.Buffer();
        for (var i = 0; i < 10; i++)
            buffer.Progress("final/step", $"{i}");
        var epoch = buffer.Next(StreamName.Timeline, 500)!.Epoch;
        buffer.MoveTo(StreamName.Timeline, epoch, durable: 10, safe: 8);

        buffer.MoveTo(StreamName.Timeline, epoch, durable: 2, safe: 2);

        var batch = buffer.Next(StreamName.Timeline, 500)!;
        Assert.Equal([(3, 6), (9, null), (10, null)], batch.Events.Select(e => ((int)e.Seq, e.GapCount)));
        Assert.Null(batch.CrcBefore);
        Assert.Contains("restored", batch.Events[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoveTo_ServerHasWhatWasNeverSent_GoesOnInANewEpoch()
    {
        var buffer = Agents.Buffer();
        buffer.Started("boot");
        var epoch = buffer.Epoch(StreamName.Timeline);

        buffer.MoveTo(StreamName.Timeline, epoch, durable: 5, safe: 5);

        Assert.NotEqual(epoch, buffer.Epoch(StreamName.Timeline));
        Assert.Equal(["boot", "upkeep/reporting"], Drain(buffer, StreamName.Timeline).Select(e => e.Path));
    }

    private static List<AgentEvent> Drain(EventBuffer buffer, StreamName name)
    {
        var all = new List<AgentEvent>();
        while (buffer.Next(name, Limits.ReportEvents) is { } batch)
        {
            all.AddRange(batch.Events);
            buffer.MoveTo(name, batch.Epoch, batch.LastSeq, 0);
        }

        return all;
    }
}
