using System.Diagnostics;
using System.Net;
using Fleet.Contracts;
using Fleet.TestKit;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Tests.Metadata.Dialects;

/// <summary><c>wait_for_change</c>, as Google's agents use it.</summary>
public sealed class GceWatchTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Tree = "/computeMetadata/v1//?recursive=true&alt=json";
    private const string Attributes = "/computeMetadata/v1/instance/attributes/";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private string database = string.Empty;
    private ProjectId project;
    private InstanceId instance;
    private MetadataNode node = null!;
    private HttpClient guest = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        project = await MetadataSeed.ProjectAsync(database);
        instance = await MetadataSeed.InstanceAsync(database, project, address: "127.0.0.1");
        node = await MetadataNode.StartAsync(database);
        guest = node.Guest();
    }

    public async ValueTask DisposeAsync()
    {
        guest.Dispose();
        await node.DisposeAsync();
    }

    [Theory]
    [InlineData("NONE")]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("0000000000000000")]
    [InlineData("\"quoted\"")]
    public async Task Wait_FirstCallOfAnAgent_IsAnsweredAtOnce(string last)
    {
        var answer = await GetAsync($"{Tree}&wait_for_change=true&timeout_sec=60&last_etag={Uri.EscapeDataString(last)}").WaitAsync(Soon, Token);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Theory]
    [InlineData("timeout_sec=60")]
    [InlineData("wait_for_change=false&timeout_sec=60")]
    [InlineData("wait_for_change=true&timeout_sec=0")]
    public async Task Get_NoWaitOrNoTime_IsNotHeld(string query) =>
        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"{Tree}&{query}&last_etag={(await GetAsync(Tree)).Etag}").WaitAsync(Soon, Token)).Status);

    [Fact]
    public async Task Wait_TimeIsUp_AnswersTheSameBodyAndToken()
    {
        var first = await GetAsync(Tree);
        var watch = Stopwatch.StartNew();
        var held = await GetAsync($"{Tree}&wait_for_change=True&timeout_sec=1&last_etag={first.Etag}");
        Assert.Equal(first, held);
        Assert.InRange(watch.ElapsedMilliseconds, 950, 8000);
    }

    [Fact]
    public async Task MD_16_Wait_ChangedBeforeTheWatchCame_IsAnsweredAtOnce()
    {
        await node.Writes.SetAsync(project, instance, "x", "v1");
        var first = await GetAsync(Attributes + "x");
        await node.Writes.SetAsync(project, instance, "x", "v2");
        var second = await GetAsync($"{Attributes}x?wait_for_change=true&last_etag={first.Etag}").WaitAsync(Soon, Token);
        Assert.Equal("v2", second.Body);
        await node.Writes.SetAsync(project, instance, "x", "v3");
        await node.Writes.SetAsync(project, instance, "x", "v2");
        var back = await GetAsync($"{Attributes}x?wait_for_change=true&last_etag={second.Etag}").WaitAsync(Soon, Token);
        Assert.Equal("v2", back.Body);
        Assert.NotEqual(second.Etag, back.Etag);
    }

    [Fact]
    public async Task Wait_WithoutToken_WaitsFromNow()
    {
        await node.Writes.SetAsync(project, instance, "x", "v1");
        var held = GetAsync($"{Attributes}x?wait_for_change=true");
        await Task.Delay(300, Token);
        Assert.False(held.IsCompleted);
        await node.Writes.SetAsync(project, instance, "x", "v2");
        Assert.Equal("v2", (await held.WaitAsync(Soon, Token)).Body);
    }

    [Fact]
    public async Task Wait_AnotherKeyChanges_SleepsOn()
    {
        await node.Writes.SetAsync(project, instance, "x", "v1");
        var first = await GetAsync(Attributes + "x");
        var held = GetAsync($"{Attributes}x?wait_for_change=true&last_etag={first.Etag}");
        await Task.Delay(100, Token);
        await node.Writes.SetAsync(project, instance, "y", "1");
        await node.Writes.SetAsync(project, null, "x", "1");
        await Task.Delay(300, Token);
        Assert.False(held.IsCompleted);
        await node.Writes.SetAsync(project, instance, "x", "v2");
        Assert.Equal("v2", (await held.WaitAsync(Soon, Token)).Body);
    }

    [Fact]
    public async Task Wait_KeyIsRemoved_Is404()
    {
        await node.Writes.SetAsync(project, instance, "x", "v1");
        var held = GetAsync($"{Attributes}x?wait_for_change=true");
        await Task.Delay(200, Token);
        await node.Writes.SetAsync(project, instance, "x", null);
        Assert.Equal(HttpStatusCode.NotFound, (await held.WaitAsync(Soon, Token)).Status);
    }

    [Fact]
    public async Task MD_15_Wait_InstanceIsDeleted_Is404WithinFiveSeconds()
    {
        var held = GetAsync($"{Tree}&wait_for_change=true");
        await Task.Delay(200, Token);
        await using (var db = MetadataSeed.Open(database))
        {
            await db.Instances.Where(i => i.Id == instance).ExecuteDeleteAsync(Token);
            db.ChangeLog.Add(new() { ProjectId = project, InstanceId = instance, Kind = "spec" });
            await db.SaveChangesAsync(Token);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(Tree)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await held.WaitAsync(TimeSpan.FromSeconds(5), Token)).Status);
    }

    [Fact]
    public async Task Stop_WatchIsHeld_Is200WithTheSameBodyAndTokenAtOnce()
    {
        var first = await GetAsync(Tree);
        var held = GetAsync($"{Tree}&wait_for_change=true&timeout_sec=60&last_etag={first.Etag}");
        await Task.Delay(200, Token);
        node.BeginStop();
        Assert.Equal(first, await held.WaitAsync(TimeSpan.FromSeconds(4), Token));
    }

    private async Task<Answer> GetAsync(string path)
    {
        using var response = await guest.GetAsync(new Uri(node.Url.ToString().TrimEnd('/') + path), Token);
        return new(response.StatusCode, response.Headers.NonValidated.TryGetValues("ETag", out var etag) ? etag.ToString() : null, await response.Content.ReadAsStringAsync(Token));
    }

    private sealed record Answer(HttpStatusCode Status, string? Etag, string Body);
}
