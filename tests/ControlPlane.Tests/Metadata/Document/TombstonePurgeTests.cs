using Fleet.ControlPlane.Metadata.Document;
using Fleet.TestKit;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Tests.Metadata.Document;

public sealed class TombstonePurgeTests(TestPostgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PurgeTombstones_MoreThanAreKept_GoAndNoTokenFallsBack()
    {
        var database = await postgres.CreateDatabaseAsync();
        var project = await MetadataSeed.ProjectAsync(database);
        var instance = await MetadataSeed.InstanceAsync(database, project);
        await using var node = await MetadataNode.StartAsync(database);
        await node.Writes.SetAsync(project, instance, "stays", "1");
        await node.Writes.SetAsync(project, null, "other", "1");
        foreach (var key in new[] { "a", "b" })
        {
            await node.Writes.SetAsync(project, instance, key, "1");
            await node.Writes.SetAsync(project, instance, key, null);
            await node.Writes.SetAsync(project, null, key, "1");
            await node.Writes.SetAsync(project, null, key, null);
        }

        var before = (await node.Get<DocumentReader>().ReadAsync(instance, Token))!;
        Assert.Equal(0, await node.Get<TombstonePurge>().PurgeTombstonesAsync(2, Token));
        Assert.Equal(4, await node.Get<TombstonePurge>().PurgeTombstonesAsync(1, Token));

        var after = (await node.Get<DocumentReader>().ReadAsync(instance, Token))!;
        Assert.Equal(before.Overlay(), after.Overlay());
        Assert.Equal((after.Project.Revision, after.Instance.Revision), (after.Project.Floor, after.Instance.Floor));
        foreach (var input in new[] { Input.Everything, Input.Overlay, Input.InstanceAttribute("a"), Input.ProjectAttribute("a"), Input.InstanceAttribute("stays"), Input.Nothing })
        {
            Assert.True(input.Of(after).Project > input.Of(before).Project);
            Assert.True(input.Of(after).Instance > input.Of(before).Instance);
        }

        await using var db = MetadataSeed.Open(database);
        Assert.Equal(2, await db.InstanceAttributes.CountAsync(Token) + await db.ProjectAttributes.CountAsync(Token));
    }
}
