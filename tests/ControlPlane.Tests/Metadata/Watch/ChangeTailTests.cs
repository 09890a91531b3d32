using Fleet.Contracts;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.TestKit;
using Npgsql;

namespace Fleet.ControlPlane.Tests.Metadata.Watch;

public sealed class ChangeTailTests(TestPostgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_WriterHeldOpenAcrossAnothersCommit_BothArePublishedOnceAndTheHorizonSettles()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using var session = await source.OpenConnectionAsync(Token);
        var tail = new ChangeTail();
        await tail.StartAsync(session, Token);
        var published = new List<Change?>();
        Task<int> ReadAsync() => tail.ReadAsync(session, published.Add, Token);

        var (early, late) = (ProjectId.New(), ProjectId.New());
        await using var slow = await source.OpenConnectionAsync(Token);
        await using var open = await slow.BeginTransactionAsync(Token);
        await InsertAsync(slow, early);
        await using var quick = await source.OpenConnectionAsync(Token);
        await InsertAsync(quick, late);

        Assert.Equal(1, await ReadAsync());
        Assert.True(tail.IsUnsettled);
        Assert.Equal(0, await ReadAsync());
        await open.CommitAsync(Token);
        Assert.Equal(1, await ReadAsync());
        Assert.Equal([late, early], published.Select(c => c!.Project));

        // The other tests' databases share the cluster's horizon, so it may take them a moment.
        for (var i = 0; i < 100 && tail.IsUnsettled; i++)
        {
            await Task.Delay(50, Token);
            Assert.Equal(0, await ReadAsync());
        }

        Assert.False(tail.IsUnsettled);
    }

    [Fact]
    public async Task Read_ManyRowsBehindALongTransaction_AreReadInPagesAndOnlyOnce()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using var session = await source.OpenConnectionAsync(Token);
        await using var slow = await source.OpenConnectionAsync(Token);
        await using var open = await slow.BeginTransactionAsync(Token);
        var project = ProjectId.New();
        await InsertAsync(slow, project);
        var tail = new ChangeTail();
        await tail.StartAsync(session, Token);
        await InsertAsync(slow, project);
        await InsertAsync(session, ProjectId.New(), ChangeTail.PageRows + 7);
        var published = new List<Change?>();
        Assert.Equal(ChangeTail.PageRows + 7, await tail.ReadAsync(session, published.Add, Token));
        Assert.Equal(0, await tail.ReadAsync(session, published.Add, Token));
        await open.CommitAsync(Token);
        Assert.Equal(2, await tail.ReadAsync(session, published.Add, Token));
        Assert.Equal(0, await tail.ReadAsync(session, published.Add, Token));
        Assert.Equal(project, published[^1]!.Project);
    }

    [Fact]
    public async Task Read_MoreThanIsWorthReading_SaysToReadEverythingAgain()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using var session = await source.OpenConnectionAsync(Token);
        var tail = new ChangeTail();
        await tail.StartAsync(session, Token);
        await InsertAsync(session, ProjectId.New(), ChangeTail.MostRows + 1);
        var published = new List<Change?>();
        Assert.Equal(ChangeTail.MostRows, await tail.ReadAsync(session, published.Add, Token));
        Assert.Null(published[^1]);
        Assert.Equal(0, await tail.ReadAsync(session, published.Add, Token));
    }

    private static async Task InsertAsync(NpgsqlConnection connection, ProjectId project, int rows)
    {
        await using var command = new NpgsqlCommand("INSERT INTO change_log (project_id, kind) SELECT $1, 'metadata' FROM generate_series(1, $2)", connection)
        {
            Parameters = { new() { Value = project.Value }, new() { Value = rows } },
        };
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task InsertAsync(NpgsqlConnection connection, ProjectId project)
    {
        await using var command = new NpgsqlCommand("INSERT INTO change_log (project_id, kind) VALUES ($1, 'metadata')", connection) { Parameters = { new() { Value = project.Value } } };
        await command.ExecuteNonQueryAsync(Token);
    }
}
