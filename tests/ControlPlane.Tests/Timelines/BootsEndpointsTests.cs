using System.Net;
using System.Net.Http.Json;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.ControlPlane.Timelines.Ingest;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Timelines;

public sealed class BootsEndpointsTests(TestPostgres postgres) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;
    private readonly Guid boot = Guid.CreateVersion7();
    private TestFleet fleet = null!;
    private TestApp app = null!;
    private HttpClient client = null!;
    private StreamKey stream;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.CreateAsync(postgres);
        app = await TestApp.StartAsync(fleet);
        client = app.Operator();
        stream = new(await fleet.AddInstanceAsync("web-1"), StreamKey.Agent, Guid.CreateVersion7());
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        await fleet.DisposeAsync();
    }

    [Fact]
    public async Task Get_BootThatRuns_HasItsSpansAndNow()
    {
        await Report(Events.Started(1, boot, "boot", ns: 1_400_000_000), Events.Started(2, boot, "login", ns: 1_500_000_000),
            Events.Started(3, boot, "login/users/alice", ns: 1_500_000_000), Events.Finished(4, boot, "login/users/alice", ns: 1_512_500_000),
            Events.Event(5, boot, "login", message: "half"));
        var found = await Get($"{boot}");
        Assert.Equal(["boot", "login", "login/users/alice"], found.Spans.Select(s => s.Path));
        var span = found.Spans[2];
        Assert.Equal(("alice", "login", "agent", "monotonic", 1500.0, 12.5, StepOutcome.Succeeded, "login/users"),
            (span.Name, span.Stage, span.Reporter, span.Clock, span.StartMs, span.DurationMs, span.Outcome, span.Parent));
        Assert.Equal("half", found.Spans[1].Message);
        Assert.Equal([new("boot", 0, 1500, "before the agent's first report")], found.Gaps);
        Assert.True(found.NowMs >= 1512);
        Assert.Null(found.EndedAt);
    }

    [Fact]
    public async Task Get_BootThatHasEnded_SaysHow()
    {
        await Report(Events.Started(1, boot, "boot"), Events.Finished(2, boot, "final/script", StepOutcome.Failed, "exit 3"), Events.Finished(3, boot, "boot"));
        var found = await Get("latest");
        Assert.Equal((StepOutcome.Succeeded, 1, null), (found.Outcome, found.FailedSteps, found.NowMs));
        Assert.NotNull(found.EndedAt);
    }

    [Fact]
    public async Task Get_ByAnyName_IsTheSameBoot()
    {
        await Report(Events.Started(1, boot, "boot"));
        var byGuest = await Get($"{boot}");
        Assert.Equal(byGuest.Id, (await Get("latest")).Id);
        Assert.Equal(byGuest.Id, (await Get($"{byGuest.Id}")).Id);
        Assert.Equal(byGuest.Id, (await client.GetFromJsonAsync($"{Path($"{stream.Instance}")}/latest", ContractsJson.Default.Boot, Token))!.Id);
    }

    [Fact]
    public async Task Get_BootThatANewerOneHasFollowed_StandsStill()
    {
        await Report(Events.Started(1, boot, "boot"));
        await fleet.ExecuteAsync("UPDATE boots SET started_at = started_at - interval '1 hour', last_received_at = last_received_at - interval '30 minutes'");
        await Report(Events.Started(2, Guid.CreateVersion7(), "boot"));
        Assert.InRange((await Get($"{boot}")).NowMs!.Value, 29 * 60_000, 31 * 60_000);
    }

    [Fact]
    public async Task Get_MergedBoot_IsFollowedOnceWithItsSpansAndEvents()
    {
        var learnt = Guid.CreateVersion7();
        await Report(Events.Started(1, boot, "local"), Events.Started(2, learnt, "final"));
        await fleet.ExecuteAsync("UPDATE boots SET merged_into = (SELECT id FROM boots WHERE boot_id = $1) WHERE boot_id = $2", learnt, boot);
        var found = await Get($"{boot}");
        Assert.Equal(learnt, found.BootId);
        Assert.Equal(["local", "final"], found.Spans.Select(s => s.Path));
        Assert.Single((await List("?pageSize=5")).Boots);
        var events = await client.GetFromJsonAsync($"{Path()}/{learnt}/events", ContractsJson.Default.BootEventList, Token);
        Assert.Equal([1L, 2L], events!.Events.Select(e => e.Seq));
    }

    [Fact]
    public async Task List_InPages_HasEachOnceNewestFirst()
    {
        var boots = Enumerable.Range(0, 7).Select(_ => Guid.CreateVersion7()).ToList();
        await Report([.. boots.Select((b, i) => Events.Started(i + 1, b, "boot", ns: (10 - i / 2) * 1_000_000_000L))]); // some begin at the same moment
        var seen = new List<Guid>();
        for (string? token = ""; token is not null;)
        {
            var page = await List($"?pageSize=2{(token.Length == 0 ? "" : "&pageToken=" + token)}");
            Assert.InRange(page.Boots.Count, 1, 2);
            seen.AddRange(page.Boots.Select(b => b.BootId));
            token = page.NextPageToken;
        }

        Assert.Equal(boots.Order(), seen.Order());
        Assert.Equal(boots[^1], seen[0]);
    }

    [Fact]
    public async Task Events_InPages_HaveEachOnceInOrder()
    {
        await Report([.. Enumerable.Range(1, 25).Select(n => Events.Event(n, boot, message: $"m{n}") with { Attributes = new Dictionary<string, string> { ["exitCode"] = "3" } })]);
        var seen = new List<AgentEvent>();
        for (string? token = ""; token is not null;)
        {
            var page = (await client.GetFromJsonAsync($"{Path()}/latest/events?pageSize=10{(token.Length == 0 ? "" : "&pageToken=" + token)}", ContractsJson.Default.BootEventList, Token))!;
            seen.AddRange(page.Events);
            token = page.NextPageToken;
        }

        Assert.Equal(Enumerable.Range(1, 25).Select(n => (long)n), seen.Select(e => e.Seq));
        Assert.Equal(("m25", boot, "3", Events.Wall), (seen[^1].Message, seen[^1].BootId, seen[^1].Attributes!["exitCode"], seen[^1].WallTime));
    }

    [Theory]
    [InlineData("default/instances/other/boots")]
    [InlineData("other/instances/web-1/boots")]
    [InlineData("default/instances/web-1/boots/latest")]
    [InlineData("default/instances/web-1/boots/nonsense")]
    [InlineData("default/instances/web-1/boots/00000000-0000-0000-0000-000000000001/events")]
    public async Task Get_WhatIsNotThere_Is404(string path)
    {
        using var response = await client.GetAsync($"/api/v1/projects/{path}", Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("?pageSize=0", "\"pageSize\"")]
    [InlineData("?pageSize=1001", "\"pageSize\"")]
    [InlineData("?pageSize=ten", "\"pageSize\"")]
    [InlineData("?pageToken=nonsense", "\"pageToken\"")]
    [InlineData("?size=3", "\"size\"")]
    public async Task List_BadPage_Is400AndNamesTheField(string query, string pointer)
    {
        using var response = await client.GetAsync(Path() + query, Token);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(pointer, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private static string Path(string instance = "web-1") => $"/api/v1/projects/default/instances/{instance}/boots";

    private async Task<Boot> Get(string name) => (await client.GetFromJsonAsync($"{Path()}/{name}", ContractsJson.Default.Boot, Token))!;

    private async Task<BootList> List(string query) => (await client.GetFromJsonAsync(Path() + query, ContractsJson.Default.BootList, Token))!;

    private async Task Report(params AgentEvent[] events)
    {
        var queue = (IngestQueue)app.Services.GetService(typeof(IngestQueue))!;
        Assert.Equal(events[^1].Seq, (await queue.SubmitAsync(new(stream, fleet.Project, events[0].Seq, null, events))).Durable);
    }
}
