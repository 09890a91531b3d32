using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Timelines.Ingest;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Timelines;

public sealed class IngestTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly Guid boot = Guid.CreateVersion7();
    private TestFleet fleet = null!;
    private TestNode node = null!;
    private StreamKey stream;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.CreateAsync(postgres);
        node = await TestNode.StartAsync(fleet);
        stream = new(await fleet.AddInstanceAsync(), StreamKey.Agent, Guid.CreateVersion7());
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await fleet.DisposeAsync();
    }

    [Fact]
    public async Task Report_Events_AreStoredAndAcknowledged()
    {
        var reply = await Report(Events.Started(1, boot, "login/hostname"), Events.Finished(2, boot, "login/hostname"));
        Assert.Equal((2L, 0L, false, (int?)null), (reply.Durable, reply.Safe, reply.Fork, reply.RetryAfterMs));
        Assert.Matches("^[0-9a-f-]{36}-1$", reply.DbEpoch);
        Assert.Equal([1L, 2L], await fleet.ListAsync<long>("SELECT seq FROM events ORDER BY seq"));
        Assert.Contains(node.Notifier.Changes, c => c == (fleet.Project, stream.Instance, "boot"));
    }

    [Fact]
    public async Task Report_BeyondAHole_IsRefusedWithWhatIsDurable()
    {
        await Report(Events.Event(1, boot));
        Assert.Equal(1, (await Report(Events.Event(3, boot))).Durable);
        Assert.Equal(1L, await fleet.OneAsync<long>("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task Report_AnotherRecordUnderAStoredNumber_IsAFork()
    {
        await Report(Events.Event(1, boot), Events.Event(2, boot));
        var reply = await Report(Events.Event(2, boot, message: "rolled back"), Events.Event(3, boot));
        Assert.True(reply.Fork);
        Assert.Equal(2, reply.Durable);
        Assert.False((await Report(Events.Event(2, boot), Events.Event(3, boot))).Fork);
    }

    [Fact]
    public async Task Report_PoisonEvent_IsSetAsideAndTheStreamGoesOn_FT27()
    {
        var reply = await Report(Events.Event(1, boot), Events.Event(2, boot, path: "bad//path"), Events.Event(3, boot));
        Assert.Equal(3, reply.Durable);
        Assert.Equal([1L, 3L], await fleet.ListAsync<long>("SELECT seq FROM events ORDER BY seq"));
        Assert.Equal(2L, await fleet.OneAsync<long>("SELECT seq FROM dead_letters"));
        Assert.Contains("path", await fleet.OneAsync<string>("SELECT reason FROM dead_letters"), StringComparison.Ordinal);
        Assert.Contains("bad//path", await fleet.OneAsync<string>("SELECT body FROM dead_letters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_EventThatOnlyTheDatabaseRefuses_IsFoundAndSetAside_FT27()
    {
        await fleet.ExecuteAsync("ALTER TABLE events ADD CONSTRAINT no_canary CHECK (message <> 'canary')");
        var other = new StreamKey(await fleet.AddInstanceAsync(), StreamKey.Agent, Guid.CreateVersion7());
        var replies = await Task.WhenAll(
            Report(Events.Event(1, boot), Events.Event(2, boot, message: "canary"), Events.Event(3, boot)),
            node.ReportAsync(fleet.Project, other, Events.Event(1, boot)));
        Assert.Equal([3L, 1L], replies.Select(r => r.Durable));
        Assert.Equal([1L, 1L, 3L], await fleet.ListAsync<long>("SELECT seq FROM events ORDER BY seq"));
        Assert.Contains("no_canary", await fleet.OneAsync<string>("SELECT reason FROM dead_letters WHERE seq = 2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_NulAndLoneSurrogates_AreStoredAsTextThatCanBe_M17()
    {
        var attributes = new Dictionary<string, string> { ["a\0"] = "\ud800" };
        var reply = await Report(Events.Event(1, boot, message: "a\0b\ud800") with { Attributes = attributes });
        Assert.Equal(1, reply.Durable);
        Assert.Equal("a\u2400b\ufffd", await fleet.OneAsync<string>("SELECT message FROM events"));
        Assert.Equal("""{"a␀": "�"}""", await fleet.OneAsync<string>("SELECT attributes::text FROM events"));
        Assert.Equal(0L, await fleet.OneAsync<long>("SELECT count(*) FROM dead_letters"));
    }

    [Fact]
    public async Task Report_EventsUpToTheLimitAndAbove_AreStoredAndSetAside()
    {
        await Report(Events.Event(1, boot, message: new string('x', Limits.EventBytes - 1024)), Events.Event(2, boot, message: new string('y', Limits.EventBytes)));
        Assert.Equal(Limits.EventBytes - 1024, await fleet.OneAsync<int>("SELECT length(message) FROM events"));
        Assert.Equal(Limits.EventBytes, await fleet.OneAsync<int>("SELECT octet_length(body) FROM dead_letters WHERE seq = 2"));
    }

    [Fact]
    public async Task Report_WildClocks_AreOnlyData_M17()
    {
        DateTimeOffset[] walls = [DateTimeOffset.UnixEpoch, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(9))];
        var reply = await Report([.. walls.Select((w, i) => Events.Event(i + 1, boot, ns: i == 2 ? long.MaxValue : i) with { WallTime = w })]);
        Assert.Equal(4, reply.Durable);
        Assert.Equal(4L, await fleet.OneAsync<long>("SELECT count(*) FROM events WHERE received_at > now() - interval '1 hour'"));
    }

    [Fact]
    public async Task Report_GapRecord_OccupiesItsNumbers()
    {
        Assert.Equal(10, (await Report(Events.Gap(1, boot, 10))).Durable);
        Assert.Equal(11, (await Report(Events.Event(11, boot))).Durable);
        Assert.Equal(10, await fleet.OneAsync<int>("SELECT gap_count FROM events WHERE seq = 1"));
    }

    [Fact]
    public async Task Report_InstanceThatIsGone_FailsThatReportAlone()
    {
        var gone = new StreamKey(InstanceId.New(), StreamKey.Agent, Guid.CreateVersion7());
        await Assert.ThrowsAsync<InstanceGoneException>(() => node.ReportAsync(fleet.Project, gone, Events.Event(1, boot)));
        Assert.Equal(1, (await Report(Events.Event(1, boot))).Durable);
    }

    [Fact]
    public async Task Report_Confirmation_IsKeptAndNeverGoesBack()
    {
        var (key, subject) = (SshKeyId.New(), OrderSubject.Of(stream.Instance));
        await Report(Confirm(1, 5) with { Message = "5" });
        await Report(Confirm(2, 7, new KeyProblem(key, "user 'bob' does not exist\0")), Confirm(3, 6));
        await Report(Confirm(4, 4));
        Assert.Equal(7L, await fleet.OneAsync<long>("SELECT max(revision) FROM key_set_confirmations WHERE subject = $1", subject));
        Assert.Equal("user 'bob' does not exist\u2400", await fleet.OneAsync<string>("SELECT problems ->> $1 FROM key_set_confirmations ORDER BY revision DESC LIMIT 1", key.ToString()));
        Assert.True(await fleet.OneAsync<long>("SELECT count(*) FROM change_log WHERE kind = 'status'") >= 2);
        Assert.Contains(node.Notifier.Changes, c => c == (fleet.Project, stream.Instance, "status"));

        AgentEvent Confirm(long seq, long revision, params KeyProblem[] problems) =>
            Events.Event(seq, boot, "upkeep/keys") with { Confirms = new() { Subject = subject, Revision = revision, Problems = problems } };
    }

    [Fact]
    public async Task Report_ConfirmationForAnotherInstance_IsSetAside_HB12()
    {
        var other = await fleet.AddInstanceAsync();
        await Report(Events.Event(1, boot, "upkeep/keys") with { Confirms = new() { Subject = OrderSubject.Of(other), Revision = 5 } });
        Assert.Equal(0L, await fleet.OneAsync<long>("SELECT count(*) FROM key_set_confirmations"));
        Assert.Equal(1L, await fleet.OneAsync<long>("SELECT count(*) FROM dead_letters"));
    }

    [Fact]
    public async Task Report_WholeBoot_MovesTheStateAndTheBoot()
    {
        await Report(Events.Started(1, boot, "boot", ns: 900_000_000));
        Assert.Equal((short)ProvisioningState.Provisioning, await fleet.OneAsync<short>("SELECT state FROM instance_status"));
        await Report(Events.Started(2, boot, "login"), Events.Finished(3, boot, "login/users/bob", StepOutcome.Failed, "no such group"),
            Events.Finished(4, boot, "login", StepOutcome.Failed), Events.Finished(5, boot, "boot", ns: 2_000_000_000));
        Assert.Equal((short)ProvisioningState.Degraded, await fleet.OneAsync<short>("SELECT state FROM instance_status"));
        Assert.Equal("login/users/bob: no such group", await fleet.OneAsync<string>("SELECT reason FROM instance_status"));
        Assert.Equal("login/users/bob", await fleet.OneAsync<string>("SELECT failed_step FROM instance_status"));
        Assert.Equal(boot, await fleet.OneAsync<Guid>("SELECT boot_id FROM instance_status"));
        Assert.Equal(1, await fleet.OneAsync<int>("SELECT failed_steps FROM boots"));
        Assert.Equal(TimeSpan.FromSeconds(2), await fleet.OneAsync<TimeSpan>("SELECT ended_at - started_at FROM boots"));
        var second = Guid.CreateVersion7();
        await Report(Events.Started(6, second, "boot"), Events.Finished(7, second, "boot", StepOutcome.Failed, "worse"));
        Assert.Equal((short)ProvisioningState.Degraded, await fleet.OneAsync<short>("SELECT state FROM instance_status"));
        Assert.Equal(2L, await fleet.OneAsync<long>("SELECT count(*) FROM change_log WHERE kind = 'status'"));
    }

    [Fact]
    public async Task Report_Spans_FollowTheirEvents()
    {
        await Report(Events.Started(1, boot, "final/a", ns: 100), Events.Event(2, boot, "final/a", message: "half"), Events.Finished(3, boot, "final/zero", ns: 700),
            Events.Event(4, boot, "upkeep/keys"), Events.Event(5, boot, "final/a", EventKind.Output, "noise"));
        Assert.Equal("100//half", await Span("final/a"));
        Assert.Equal("700/700/", await Span("final/zero"));
        Assert.Equal(2L, await fleet.OneAsync<long>("SELECT count(*) FROM spans"));
        await Report(Events.Finished(6, boot, "final/a", StepOutcome.Failed, "exit 3", ns: 900));
        Assert.Equal("100/900/exit 3", await Span("final/a"));
        await Report(Events.Started(7, boot, "final/a", ns: 1000)); // again, after a restart of the agent
        Assert.Equal("1000//", await Span("final/a"));

        Task<string> Span(string path) => fleet.OneAsync<string>("SELECT concat_ws('/', start_ns, coalesce(end_ns::text, ''), coalesce(message, '')) FROM spans WHERE path = $1", path);
    }

    [Fact]
    public async Task Report_AfterDelete_DoesNotDeadlockWithIt()
    {
        for (var i = 0; i < 20; i++)
        {
            var doomed = new StreamKey(await fleet.AddInstanceAsync(), StreamKey.Agent, Guid.CreateVersion7());
            var reports = Enumerable.Range(1, 20).Select(n => node.ReportAsync(fleet.Project, doomed, Events.Event(n, Guid.CreateVersion7()))).ToList();
            await fleet.ExecuteAsync("DELETE FROM instances WHERE id = $1", doomed.Instance.Value);
            foreach (var report in reports)
                if (await Record.ExceptionAsync(() => report) is { } e)
                    Assert.IsType<InstanceGoneException>(e);
        }

        Assert.Equal(0L, await fleet.OneAsync<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
    }

    private Task<Fleet.Contracts.Hub.ReportReply> Report(params AgentEvent[] events) => node.ReportAsync(fleet.Project, stream, events);
}
