using System.Diagnostics;
using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Metadata;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet.ControlPlane.Tests.Metadata.Watch;

public sealed class WatchHubTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private string database = string.Empty;
    private ProjectId project;
    private InstanceId instance;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        project = await MetadataSeed.ProjectAsync(database);
        instance = await MetadataSeed.InstanceAsync(database, project);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Wait_ChangedBetweenTheReadAndTheWait_IsAnsweredAtOnce()
    {
        await using var node = await MetadataNode.StartAsync(database);
        using var watcher = node.Hub.Enter(project, instance).Value!;
        var seen = await EtagAsync(node);
        await node.Writes.SetAsync(project, instance, "a", "1");
        await Task.Delay(200, Token);
        var result = await watcher.WaitAsync(seen, Long, Token);
        Assert.Equal((WatchEnd.Changed, await EtagAsync(node)), (result.End, result.Current));
    }

    [Fact]
    public async Task Wait_OlderCountersAreOffered_StaysAsleep()
    {
        await using var node = await MetadataNode.StartAsync(database);
        using var watcher = node.Hub.Enter(project, instance).Value!;
        var seen = await EtagAsync(node);
        var waiting = watcher.WaitAsync(seen, Long, Token);
        watcher.Offer(seen with { Instance = seen.Instance - 1 });
        watcher.Offer(seen);
        Assert.False(waiting.IsCompleted);
        watcher.Offer(seen with { Project = seen.Project + 1 });
        Assert.Equal(WatchEnd.Changed, (await waiting).End);
    }

    [Fact]
    public async Task Wait_TimeIsUp_EndsAndTheNextWaitWorks()
    {
        await using var node = await MetadataNode.StartAsync(database);
        using var watcher = node.Hub.Enter(project, instance).Value!;
        var seen = await EtagAsync(node);
        Assert.Equal(WatchEnd.TimedOut, (await watcher.WaitAsync(seen, TimeSpan.FromMilliseconds(30), Token)).End);
        var again = watcher.WaitAsync(seen, Long, Token);
        await node.Writes.SetAsync(project, null, "a", "1");
        Assert.Equal(WatchEnd.Changed, (await again).End);
    }

    [Fact]
    public async Task MD_15_Wait_InstanceDeleted_IsReleased()
    {
        await using var node = await MetadataNode.StartAsync(database);
        using var watcher = node.Hub.Enter(project, instance).Value!;
        var waiting = watcher.WaitAsync(await EtagAsync(node), Long, Token);
        await using (var db = MetadataSeed.Open(database))
        {
            // As a deletion does it: the row in the change_log and nothing else, so that the tail has to find it.
            db.ChangeLog.Add(new() { ProjectId = project, InstanceId = instance, Kind = "spec" });
            await db.SaveChangesAsync(Token);
            await db.Instances.Where(i => i.Id == instance).ExecuteDeleteAsync(Token);
            db.ChangeLog.Add(new() { ProjectId = project, InstanceId = instance, Kind = "spec" });
            await db.SaveChangesAsync(Token);
        }

        Assert.Equal(WatchEnd.Gone, (await waiting.WaitAsync(TimeSpan.FromSeconds(5), Token)).End);
    }

    [Fact]
    public async Task MD_18_Enter_MoreThanTheInstanceMayHold_IsTooManyUntilOneLeaves()
    {
        await using var node = await MetadataNode.StartAsync(database, s => s.Configure<MetadataOptions>(o => (o.WatchersPerInstance, o.Watchers) = (2, 3)));
        var first = node.Hub.Enter(project, instance).Value!;
        using var second = node.Hub.Enter(project, instance).Value!;
        Assert.IsType<TooManyError>(node.Hub.Enter(project, instance).Error);
        using var other = node.Hub.Enter(project, InstanceId.New()).Value!;
        Assert.IsType<UnavailableError>(node.Hub.Enter(project, InstanceId.New()).Error);
        first.Dispose();
        first.Dispose();
        using var third = node.Hub.Enter(project, instance).Value!;
        Assert.IsType<UnavailableError>(node.Hub.Enter(project, InstanceId.New()).Error);
    }

    [Fact]
    public async Task Wait_TenThousandOnOneProject_AreWokenTogetherWithoutAThreadEach()
    {
        const int Count = 10_000;
        await using (var db = MetadataSeed.Open(database))
            await db.Database.ExecuteSqlAsync($"""
                WITH made AS (INSERT INTO instances (id, project_id, name, labels, addresses, mac_addresses, spec_version)
                    SELECT gen_random_uuid(), {project.Value}, 'i' || n, jsonb_build_object(), ARRAY[]::text[], ARRAY[]::text[], 1 FROM generate_series(1, {Count}) n RETURNING id)
                INSERT INTO instance_revisions (instance_id, project_id, revision, floor, facts_revision) SELECT id, {project.Value}, 5, 5, 5 FROM made
                """, Token);
        await using var node = await MetadataNode.StartAsync(database);
        List<InstanceId> instances;
        await using (var db = MetadataSeed.Open(database))
            instances = await db.Instances.Where(i => i.Name != "web-1").Select(i => i.Id).ToListAsync(Token);
        var seen = new Etag(7, 5);
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var watchers = instances.ConvertAll(i => node.Hub.Enter(project, i).Value!);
        var waits = watchers.ConvertAll(w => w.WaitAsync(seen, Long, Token));
        var each = (GC.GetTotalMemory(forceFullCollection: true) - memory) / Count;

        var watch = Stopwatch.StartNew();
        await node.Writes.SetAsync(project, null, "a", "1");
        var ends = await Task.WhenAll(waits);
        TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes a waiter, all {Count} awake after {watch.ElapsedMilliseconds} ms, {ThreadPool.ThreadCount} threads");

        Assert.All(ends, e => Assert.Equal((WatchEnd.Changed, 8L), (e.End, e.Current.Project)));
        Assert.InRange(each, 1, 4096);
        Assert.True(ThreadPool.ThreadCount < 200);
        watchers.ForEach(w => w.Dispose());
    }

    private async Task<Etag> EtagAsync(MetadataNode node) => (await node.Get<VersionReader>().FindAsync(instance, Token))!.Value.Etag;
}
