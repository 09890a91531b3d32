using Fleet.TestKit;
using Npgsql;

namespace Fleet.ControlPlane.Tests.Hosting;

/// <summary>A PostgreSQL by connection string.</summary>
public sealed class ExternalDatabaseTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly string directory = TestDirectory.Make();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_TwoNodesOnAnEmptyDatabase_MigrateItOnceAndBothServe()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        await using var one = new FleetdProcess(Path.Combine(directory, "one"), ["--Database:ConnectionString", connection]);
        await using var two = new FleetdProcess(Path.Combine(directory, "two"), ["--Database:ConnectionString", connection]);

        await Task.WhenAll(one.StartAsync(), two.StartAsync());

        await one.Client().CreateProjectAsync(new() { Name = "shared" }, null, Ct);
        Assert.Equal("shared", (await two.Client().GetProjectAsync("shared", Ct)).Name);
    }

    [Fact]
    public async Task Start_OnASchemaFromTheFuture_Refuses()
    {
        var connection = await postgres.CreateDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(connection))
        await using (var command = source.CreateCommand("INSERT INTO schema_migrations VALUES ('29991231000000_Future', '99')"))
            await command.ExecuteNonQueryAsync(Ct);

        var (code, output) = await new FleetdProcess(directory, ["--Database:ConnectionString", connection]).RunToEndAsync();

        Assert.Equal(1, code);
        Assert.Contains("schema is newer than this fleetd (it has 29991231000000_Future)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhereNothingAnswers_SaysSoInOneLine()
    {
        var (code, output) = await new FleetdProcess(directory, ["--Database:ConnectionString", "Host=/nowhere;Username=fleet;Timeout=2"]).RunToEndAsync();

        Assert.Equal(1, code);
        Assert.Single(output.Trim().Split('\n'));
        Assert.Contains("does not answer", output, StringComparison.Ordinal);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
