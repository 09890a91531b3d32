using System.Net;
using System.Net.ServerSentEvents;
using Fleet.Contracts;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.ControlPlane.Tests.Metadata.Watch;

public sealed class ProjectEventsTests(TestPostgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_ChangesOfTheProject_FollowAResetAndArePutTogether()
    {
        var database = await postgres.CreateDatabaseAsync();
        var project = await MetadataSeed.ProjectAsync(database);
        var instance = await MetadataSeed.InstanceAsync(database, project);
        await using var node = await MetadataNode.StartAsync(database);
        using var client = node.Bearer(Principals.ActorClaim, "token:test");
        using var response = await client.GetAsync(await PathAsync(node, project), HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        await using var events = SseParser.Create(await response.Content.ReadAsStreamAsync(Token)).EnumerateAsync(Token).GetAsyncEnumerator(Token);
        Assert.Equal("reset", (await NextAsync(events)).EventType);

        for (var i = 0; i < 100; i++)
            node.Get<IChangeNotifier>().Changed(project, instance, "boot");
        node.Get<IChangeNotifier>().Changed(ProjectId.New(), null, "metadata");
        node.Get<IChangeNotifier>().Changed(project, null, "metadata");
        var told = new List<string>();
        while (!told.Contains("""{"kind":"project"}"""))
        {
            var next = await NextAsync(events);
            // The listener may only now have opened its session: then everything is to be read again.
            if (next.EventType == "reset")
                return;
            told.Add(next.Data);
        }

        Assert.Equal([$$"""{"kind":"boot","instance":"{{instance}}"}""", """{"kind":"project"}"""], told);
    }

    [Fact]
    public async Task Write_ReaderFellBehind_IsToldToReadEverythingAgain()
    {
        var feed = new ChangeFeed(Microsoft.Extensions.Logging.Abstractions.NullLogger<ChangeFeed>.Instance);
        var project = ProjectId.New();
        using var stream = new ProjectEventStream(feed, project);
        Assert.StartsWith("event: reset", await WrittenAsync(stream), StringComparison.Ordinal);
        for (var i = 0; i < 5000; i++)
            feed.Publish(new(project, InstanceId.New(), "status"));
        Assert.Equal("event: reset\ndata: {}\n\n", await WrittenAsync(stream));
        feed.Publish(new(project, null, "spec"));
        Assert.Equal("event: change\ndata: {\"kind\":\"project\"}\n\n", await WrittenAsync(stream));
        feed.Publish(null);
        Assert.True(await stream.WaitAsync(Token));
        Assert.Equal("event: reset\ndata: {}\n\n", await WrittenAsync(stream));
    }

    [Fact]
    public async Task Get_UnknownProject_Is404()
    {
        await using var node = await MetadataNode.StartAsync(await postgres.CreateDatabaseAsync());
        using var client = node.Bearer(Principals.ActorClaim, "token:test");
        using var response = await client.GetAsync(new Uri("/api/v1/projects/nowhere/events", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_TokenIsRevokedOrProjectGone_EndsWithTheNextHeartbeat(bool revoked)
    {
        var database = await postgres.CreateDatabaseAsync();
        var project = await MetadataSeed.ProjectAsync(database);
        var time = new FakeTimeProvider();
        await using var node = await MetadataNode.StartAsync(database, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        var actor = $"token:{Guid.CreateVersion7():N}";
        using var client = node.Bearer(Principals.ActorClaim, actor);
        using var response = await client.GetAsync(await PathAsync(node, project), HttpCompletionOption.ResponseHeadersRead, Token);
        var all = response.Content.ReadAsStringAsync(Token);
        for (var i = 0; i < 5; i++)
            await BeatAsync();
        Assert.False(all.IsCompleted);
        if (revoked)
            TestCredential.Revoked[actor] = true;
        else
            await using (var rename = node.Database.CreateCommand("UPDATE projects SET name = 'another' WHERE name LIKE 'shop-%'"))
                await rename.ExecuteNonQueryAsync(Token);
        for (var i = 0; i < 20 && !all.IsCompleted; i++)
            await BeatAsync();
        Assert.StartsWith("event: reset", await all.WaitAsync(TimeSpan.FromSeconds(5), Token), StringComparison.Ordinal);

        async Task BeatAsync()
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.Delay(100, Token);
        }
    }

    private static async Task<Uri> PathAsync(MetadataNode node, ProjectId project)
    {
        await using var command = node.Database.CreateCommand("SELECT name FROM projects WHERE id = $1");
        command.Parameters.Add(new() { Value = project.Value });
        return new($"/api/v1/projects/{await command.ExecuteScalarAsync(Token)}/events", UriKind.Relative);
    }

    private static async Task<string> WrittenAsync(ProjectEventStream stream)
    {
        using var buffer = new MemoryStream();
        await stream.WriteAsync(buffer, Token);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static async Task<SseItem<string>> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Token));
        return events.Current;
    }
}
