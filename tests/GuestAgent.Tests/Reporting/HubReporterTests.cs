using CsCheck;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Tests.Reporting;

public sealed class HubReporterTests
{
    [Fact]
    public async Task Report_ServerBehaves_ArrivesInOrderAndHelloSaysWho()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var server = Agents.Enrolled(fleet);
        var buffer = Agents.Buffer();
        await using var running = Running.Start(server, buffer);
        buffer.Started("boot");
        buffer.Output("final/user-script", "line\n");
        buffer.Finished("boot", StepOutcome.Succeeded, "", new Dictionary<string, string> { ["exitCode"] = "0" });

        await Agents.UntilAsync(() => !buffer.HasUnsent, "all acknowledged");

        Assert.Equal(["boot", "boot"], fleet.Hub.Streams.Of(buffer.Epoch(StreamName.Timeline)).Select(e => e.Path));
        Assert.Equal(EventKind.Output, Assert.Single(fleet.Hub.Streams.Of(buffer.Epoch(StreamName.Output))).Kind);
        Assert.Equal(Agents.BootId, fleet.Hub.LastHello!.BootId);
        Assert.Equal(AgentVersion.Text, fleet.Hub.LastHello.AgentVersion);
    }

    [Fact]
    public async Task Report_NewEventWhileIdle_IsSentAtOnce()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var server = Agents.Enrolled(fleet);
        var buffer = Agents.Buffer();
        await using var running = Running.Start(server, buffer);
        buffer.Started("boot");
        await Agents.UntilAsync(() => !buffer.HasUnsent, "connected");
        var took = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            buffer.Progress("boot", "x");
            while (buffer.HasUnsent)
                await Task.Yield();
            took.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        Assert.True(took.Order().ElementAt(10) < 50, $"median {took.Order().ElementAt(10)} ms");
    }

    /// <summary>HB-23 and its like: whatever the hub does, every event arrives, in order, once.</summary>
    [Fact]
    public async Task Report_HubMisbehaves_LosesNothing()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        var kinds = Enum.GetValues<Mischief>();
        var turn = 0;
        fleet.Hub.Next = () => Interlocked.Increment(ref turn) is < 60 and var t && t % 2 == 0 ? kinds[t / 2 % kinds.Length] : Mischief.None;
        using var server = Agents.Enrolled(fleet);
        var buffer = Agents.Buffer();
        await using var running = Running.Start(server, buffer);
        for (var i = 0; i < 3000; i++)
        {
            buffer.Progress("final/step", $"{i}");
            if (i % 50 == 0)
                await Task.Delay(1, TestContext.Current.CancellationToken);
            if (i == 1500)
            {
                await fleet.StopAsync();
                await fleet.StartAsync();
            }
        }

        await Agents.UntilAsync(() => !buffer.HasUnsent, "all acknowledged", 60);

        var got = fleet.Hub.Streams.Of(buffer.Epoch(StreamName.Timeline));
        Assert.Equal(Enumerable.Range(1, 3000).Select(i => (long)i), got.Select(e => e.Seq));
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => $"{i}"), got.Select(e => e.Message));
        Assert.True(turn > 2 * kinds.Length, $"every mischief was met: {turn} reports");
    }

    [Fact]
    public async Task Report_RecordBeforeIsAnother_GoesOnInANewEpoch()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var server = Agents.Enrolled(fleet);
        var buffer = Agents.Buffer();
        await using var running = Running.Start(server, buffer);
        buffer.Started("boot");
        await Agents.UntilAsync(() => !buffer.HasUnsent, "first");
        var old = buffer.Epoch(StreamName.Timeline);
        fleet.Hub.Streams.Overwrite(old);

        buffer.Finished("boot", StepOutcome.Succeeded);
        await Agents.UntilAsync(() => buffer.Epoch(StreamName.Timeline) != old && !buffer.HasUnsent, "forked");

        Assert.Single(fleet.Hub.Streams.Of(old));
        var now = fleet.Hub.Streams.Of(buffer.Epoch(StreamName.Timeline));
        Assert.Equal([(1, "boot"), (2, "upkeep/reporting")], now.Select(e => (e.Seq, e.Path)));
    }

    [Fact]
    public async Task Report_DatabaseRestored_SendsAgainWhatItHolds()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        fleet.Hub.Streams.SafeLag = 1000;
        using var server = Agents.Enrolled(fleet);
        var buffer = Agents.Buffer();
        await using var running = Running.Start(server, buffer);
        for (var i = 0; i < 10; i++)
            buffer.Progress("final/step", $"{i}");
        buffer.Output("final/step", "text");
        await Agents.UntilAsync(() => !buffer.HasUnsent, "first");

        fleet.Hub.Streams.Restore(keep: 0);
        buffer.Progress("final/step", "10");
        await Agents.UntilAsync(() => fleet.Hub.Streams.Of(buffer.Epoch(StreamName.Timeline)).Count == 11 && fleet.Hub.Streams.Of(buffer.Epoch(StreamName.Output)).Count == 1, "sent again");

        Assert.Equal(Enumerable.Range(0, 11).Select(i => $"{i}"), fleet.Hub.Streams.Of(buffer.Epoch(StreamName.Timeline)).Select(e => e.Message));
    }

    [Fact]
    public async Task Report_Drained_HangsUpItselfAndComesBack()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        var drained = 0;
        fleet.Hub.Next = () => Interlocked.Exchange(ref drained, 1) == 0 ? Mischief.Drain : Mischief.None;
        using var server = Agents.Enrolled(fleet);
        var buffer = Agents.Buffer();
        await using var running = Running.Start(server, buffer);
        buffer.Started("boot");

        await Agents.UntilAsync(() => fleet.Hub.Ended == 1, "hung up", 3);
        await Agents.UntilAsync(() => fleet.Hub.Hellos == 2 && !buffer.HasUnsent, "back", 8);
    }

    [Fact]
    public async Task Connect_TokenNotTaken_MintsAnother()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var server = Agents.Enrolled(fleet);
        await server.Tokens.GetAsync(TestContext.Current.CancellationToken);
        fleet.Enrolment.RevokeTokens();
        var buffer = Agents.Buffer();
        await using var running = Running.Start(server, buffer);
        buffer.Started("boot");

        await Agents.UntilAsync(() => !buffer.HasUnsent, "acknowledged");

        Assert.Equal(2, fleet.Enrolment.TokensMinted);
    }

    /// <summary>The spool against a server that loses answers and databases: nothing is missing but what a gap names.</summary>
    [Fact]
    public void Stream_AnyHistory_ServerEndsWithEveryNumberOnce() => Gen.Int[0, 9].Array[1, 200].Sample(history =>
    {
        var (streams, stream, appended) = (new FakeStreams { SafeLag = 3 }, new EventStream(Guid.CreateVersion7()), 0);
        AgentEvent Gap(long first, long last) => Agents.Clock().Stamp("upkeep/reporting", EventKind.Gap) with { Seq = first, GapCount = (int)(last - first + 1), Message = "gap" };
        void Send(bool answerArrives)
        {
            if (stream.Next(3) is not { } batch)
                return;
            var reply = streams.Report(batch.Epoch, batch.FirstSeq, batch.CrcBefore, batch.Events);
            Assert.False(reply.Fork);
            if (answerArrives)
                Assert.True(stream.TryMoveTo(reply.Durable, reply.Safe, Gap));
        }

        foreach (var turn in history)
            switch (turn)
            {
                case <= 3:
                    stream.Append(Agents.Clock().Stamp("final/step", EventKind.Progress) with { Message = $"{++appended}" });
                    break;
                case <= 6:
                    Send(answerArrives: turn != 6);
                    break;
                case 7:
                    stream.Drop(600, Gap);
                    break;
                case 8:
                    stream.ForgetAcknowledged(300);
                    break;
                default:
                    streams.Restore(keep: (int)(stream.Durable / 2));
                    var durable = streams.Durable(stream.Epoch);
                    Assert.True(stream.TryMoveTo(durable, durable, Gap));
                    break;
            }

        for (var i = 0; stream.HasUnsent; i++)
        {
            Assert.True(i < 1000, "it comes to an end");
            Send(answerArrives: true);
        }

        var next = 1L;
        foreach (var e in streams.Of(stream.Epoch))
        {
            Assert.Equal(next, e.Seq);
            Assert.True(e.Kind == EventKind.Gap || e.Message == $"{e.Seq}");
            next = e.LastSeq + 1;
        }

        Assert.Equal(appended, next - 1);
    });
}
