using Fleet.TestKit;
using Npgsql;

namespace Fleet.ControlPlane.Tests.Storage;

public sealed class MigrationTests(TestPostgres postgres)
{
    [Fact]
    public async Task CreateDatabase_FromTemplate_HasTheDefaultProject()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using var command = source.CreateCommand("SELECT count(*) FROM projects p JOIN project_revisions r ON r.project_id = p.id WHERE p.name = 'default'");
        Assert.Equal(1L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
