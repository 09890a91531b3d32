using Fleet.Contracts;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.TestKit;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Tests.Metadata.Document;

public sealed class DocumentReaderTests(TestPostgres postgres) : IAsyncLifetime
{
    private string database = string.Empty;
    private ProjectId project;
    private InstanceId instance;
    private MetadataNode node = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        project = await MetadataSeed.ProjectAsync(database);
        instance = await MetadataSeed.InstanceAsync(database, project);
        node = await MetadataNode.StartAsync(database);
    }

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task Read_KeyOnBothLevels_InstancesWinsAndBothHalvesCount()
    {
        await node.Writes.SetAsync(project, null, "color", "red");
        await node.Writes.SetAsync(project, null, "size", "xl");
        await node.Writes.SetAsync(project, instance, "color", "blue");
        var shadowed = await ReadAsync();
        Assert.Equal([new("color", "blue"), new("size", "xl")], shadowed.Overlay());

        await node.Writes.SetAsync(project, null, "color", null);
        var removed = await ReadAsync();
        Assert.Equal(shadowed.Overlay(), removed.Overlay());
        Assert.True(Input.Overlay.Of(removed).IsNewerThan(Input.Overlay.Of(shadowed)));
    }

    [Fact]
    public async Task Token_ValueChangedAndChangedBack_IsAnother()
    {
        await node.Writes.SetAsync(project, instance, "a", "1");
        var first = await ReadAsync();
        await node.Writes.SetAsync(project, instance, "a", "2");
        await node.Writes.SetAsync(project, instance, "a", "1");
        var back = await ReadAsync();
        Assert.True(Input.InstanceAttribute("a").Of(back).IsNewerThan(Input.InstanceAttribute("a").Of(first)));
    }

    [Fact]
    public async Task Token_AnotherKeyChanged_StaysForTheKeyAndMovesForTheTree()
    {
        await node.Writes.SetAsync(project, instance, "a", "1");
        var before = await ReadAsync();
        await node.Writes.SetAsync(project, instance, "b", "1");
        await node.Writes.SetAsync(project, instance, "b", null);
        var after = await ReadAsync();
        Assert.Equal(Input.InstanceAttribute("a").Of(before), Input.InstanceAttribute("a").Of(after));
        Assert.True(Input.InstanceAttributes.Of(after).IsNewerThan(Input.InstanceAttributes.Of(before)));
        Assert.Equal(after.Version.Etag.Instance, Input.InstanceAttributes.Of(after).Instance);
    }

    [Fact]
    public async Task Read_RemovedAndExpiredKeys_AreNotInForceAndTheClockDoesNotMatter()
    {
        await node.Writes.PushKeyAsync(project, instance, "alice");
        await node.Writes.PushKeyAsync(project, instance, "bob", DateTimeOffset.UnixEpoch);
        await node.Writes.PushKeyAsync(project, instance, "carol");
        await node.Writes.PushKeyAsync(project, instance, "dave");
        await node.Writes.PushKeyAsync(project, null, "fleetwide");
        await node.Writes.ActAsync(project, instance, w => MetadataWrites.RemoveKeysAsync(w, "carol"));
        await node.Writes.ActAsync(project, instance, async w => (await w.Db.SshKeys.SingleAsync(k => k.User == "dave", Token)).ExpiredAt = DateTimeOffset.UnixEpoch);

        var document = await ReadAsync();
        Assert.Equal(["alice", "bob"], document.Instance.Keys.Keys.Select(k => k.User));
        Assert.Equal(["fleetwide"], document.Project.Keys.Keys.Select(k => k.User));
        Assert.StartsWith($"projects/{project}@", document.Project.Keys.Order!.Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NothingChanged_GivesTheSameHalves()
    {
        var first = await ReadAsync();
        await node.Writes.SetAsync(project, null, "a", "1");
        var second = await ReadAsync();
        Assert.Same(first.Instance, second.Instance);
        Assert.NotSame(first.Project, second.Project);
    }

    [Fact]
    public async Task Read_WritersAtWork_BodyAndTokenAreAlwaysOfOneMoment()
    {
        // Each write moves one number from one level to the other, so that in every committed state exactly one of them has it.
        using var done = new CancellationTokenSource();
        await node.Writes.SetAsync(project, null, "n", "0");
        var writer = Task.Run(async () =>
        {
            for (var i = 1; i <= 60; i++)
                await node.Writes.ActAsync(project, null, async w =>
                {
                    await MetadataWrites.SetAsync(w, "n", i % 2 == 0 ? $"{i}" : null);
                    await w.Db.Database.ExecuteSqlAsync($"UPDATE instance_revisions SET revision = revision + 1 WHERE instance_id = {instance.Value}", Token);
                    await MetadataWrites.SetAsync(w with { Instance = instance }, "n", i % 2 == 0 ? null : $"{i}");
                });
            await done.CancelAsync();
        }, Token);

        var bodies = new Dictionary<Etag, string>();
        while (!done.IsCancellationRequested)
        {
            // A second reader without a cache, and the node's own.
            foreach (var document in new[] { await ReadAsync(), await Fresh().ReadAsync(instance, Token) })
            {
                var value = Assert.Single(document!.Overlay()).Value;
                Assert.True(bodies.TryAdd(document.Version.Etag, value) || bodies[document.Version.Etag] == value);
            }
        }

        await writer;
        Assert.True(bodies.Count > 5);
    }

    [Fact]
    public async Task Read_InstanceDeleted_IsNull()
    {
        await using var db = MetadataSeed.Open(database);
        await db.Instances.Where(i => i.Id == instance).ExecuteDeleteAsync(Token);
        Assert.Null(await node.Get<DocumentReader>().ReadAsync(instance, Token));
    }

    private async Task<InstanceDocument> ReadAsync() => (await node.Get<DocumentReader>().ReadAsync(instance, Token))!;

    private DocumentReader Fresh()
    {
        var cache = new HalfCache(Microsoft.Extensions.Options.Options.Create(new Fleet.ControlPlane.Metadata.MetadataOptions()));
        return new(new(node.Database), cache, new(node.Database, cache));
    }
}
