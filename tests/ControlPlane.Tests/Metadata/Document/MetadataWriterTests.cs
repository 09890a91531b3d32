using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.TestKit;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Tests.Metadata.Document;

public sealed class MetadataWriterTests(TestPostgres postgres) : IAsyncLifetime
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
    public async Task Write_Committed_MovesTheCounterByOneAndLogsOneChange()
    {
        var before = await RevisionsAsync();
        Assert.Equal(before.Instance + 1, (await node.Writes.SetAsync(project, instance, "a", "1")).Value);
        Assert.Equal(before.Project + 1, (await node.Writes.SetAsync(project, null, "a", "1")).Value);

        Assert.Equal((before.Project + 1, before.Instance + 1), await RevisionsAsync());
        await using var db = MetadataSeed.Open(database);
        var changes = await db.ChangeLog.OrderBy(c => c.Id).ToListAsync(Token);
        Assert.Equal([instance, null], changes.Select(c => c.InstanceId));
        Assert.All(changes, c => Assert.Equal(("metadata", project), (c.Kind, c.ProjectId)));
    }

    [Fact]
    public async Task Write_ActAnswersAnError_ChangesNothingNotEvenTheCounter()
    {
        var before = await RevisionsAsync();
        var outcome = await node.Get<IMetadataWriter>().WriteInstanceAsync<long>(project, instance, null, async write =>
        {
            await MetadataWrites.SetAsync(write, "a", "1");
            await write.Db.SaveChangesAsync(Token);
            return new ConflictError("test.no", "no");
        }, Token);

        Assert.IsType<ConflictError>(outcome.Error);
        Assert.Equal(before, await RevisionsAsync());
        await using var db = MetadataSeed.Open(database);
        Assert.False(await db.InstanceAttributes.AnyAsync(Token) || await db.ChangeLog.AnyAsync(Token));
    }

    [Fact]
    public async Task Write_ActThrows_ChangesNothing()
    {
        var before = await RevisionsAsync();
        await Assert.ThrowsAsync<InvalidDataException>(() => node.Writes.ActAsync(project, null, _ => throw new InvalidDataException()));
        Assert.Equal(before, await RevisionsAsync());
    }

    [Fact]
    public async Task Write_IfMatchIsNotTheCounter_IsStaleAndNamesTheCurrentOne()
    {
        var current = (await RevisionsAsync()).Instance;
        var outcome = await node.Writes.ActAsync(project, instance, _ => throw new InvalidOperationException("must not be reached"), ifMatch: current - 1);
        Assert.Equal(new StaleError($"{current}"), outcome.Error);
        Assert.Equal(current + 1, (await node.Writes.ActAsync(project, instance, _ => Task.CompletedTask, ifMatch: current)).Value);
    }

    [Fact]
    public async Task Write_NoSuchSubject_IsNotFound()
    {
        Assert.IsType<NotFoundError>((await node.Writes.SetAsync(ProjectId.New(), null, "a", "1")).Error);
        Assert.IsType<NotFoundError>((await node.Writes.SetAsync(project, InstanceId.New(), "a", "1")).Error);
        Assert.IsType<NotFoundError>((await node.Writes.SetAsync(ProjectId.New(), instance, "a", "1")).Error);
    }

    [Fact]
    public async Task Write_CounterIsUsedUp_IsRefusedInsteadOfWrapping()
    {
        await using (var db = MetadataSeed.Open(database))
            await db.InstanceRevisions.ExecuteUpdateAsync(r => r.SetProperty(x => x.Revision, (long)uint.MaxValue), Token);
        var outcome = await node.Writes.SetAsync(project, instance, "a", "1");
        Assert.Equal("metadata.revisionExhausted", outcome.Error?.Code);
        Assert.Equal(uint.MaxValue, (await RevisionsAsync()).Instance);
    }

    [Fact]
    public async Task Write_FiftyAtOnceWithTheSameIfMatch_ExactlyOneWins()
    {
        var current = (await RevisionsAsync()).Instance;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => node.Writes.ActAsync(project, instance, w => MetadataWrites.SetAsync(w, "a", $"{i}"), ifMatch: current)));
        Assert.Single(outcomes, o => o.Error is null);
        Assert.Equal(49, outcomes.Count(o => o.Error is StaleError));
        Assert.Equal(current + 1, (await RevisionsAsync()).Instance);
    }

    [Fact]
    public void Create_NewInstances_StartAtDifferentNumbersBelowTwoToTheThirty()
    {
        var rows = Enumerable.Range(0, 20).Select(_ => InstanceRevisions.Create(InstanceId.New(), project)).ToArray();
        Assert.All(rows, r => Assert.True(r.Revision is >= 0 and < 1 << 30 && r.Floor == r.Revision && r.FactsRevision == r.Revision));
        Assert.True(rows.Select(r => r.Revision).Distinct().Count() > 15);
    }

    private async Task<(long Project, long Instance)> RevisionsAsync()
    {
        await using var db = MetadataSeed.Open(database);
        return (await db.ProjectRevisions.Where(r => r.ProjectId == project).Select(r => r.Revision).SingleAsync(Token),
            await db.InstanceRevisions.Where(r => r.InstanceId == instance).Select(r => r.Revision).SingleAsync(Token));
    }
}
