using Fleet.Contracts;
using Fleet.Storage;
using Fleet.TestKit;
using Npgsql;

namespace Fleet.ControlPlane.Tests.Timelines;

/// <summary>A database with instances in it, and words to look into it.</summary>
internal sealed class TestFleet : IAsyncDisposable
{
    private TestFleet(string connectionString, NpgsqlDataSource source, ProjectId project) => (ConnectionString, Source, Project) = (connectionString, source, project);

    public string ConnectionString { get; }
    public NpgsqlDataSource Source { get; }
    public ProjectId Project { get; }

    public static async Task<TestFleet> CreateAsync(TestPostgres postgres) => await OpenAsync(await postgres.CreateDatabaseAsync());

    public static async Task<TestFleet> OpenAsync(string connectionString)
    {
        var source = FleetDatabase.Open(connectionString);
        await using var command = source.CreateCommand("SELECT id FROM projects WHERE name = 'default'");
        return new(connectionString, source, new((Guid)(await command.ExecuteScalarAsync())!));
    }

    public async Task<InstanceId> AddInstanceAsync(string? name = null)
    {
        var id = InstanceId.New();
        await ExecuteAsync("""
            INSERT INTO instances (id, project_id, name, labels, addresses, mac_addresses, spec_version) VALUES ($1, $2, $3, '{}', '{}', '{}', 1)
            """, id.Value, Project.Value, name ?? "i" + id.Value.ToString("N"));
        await ExecuteAsync("INSERT INTO instance_status (instance_id, state, late) VALUES ($1, 0, false)", id.Value);
        return id;
    }

    public async Task<int> ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>One value.</summary>
    public async Task<T> OneAsync<T>(string sql, params object[] values) => Assert.Single(await ListAsync<T>(sql, values));

    /// <summary>The first column.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var list = new List<T>();
        while (await reader.ReadAsync())
            list.Add(reader.IsDBNull(0) ? default! : reader.GetFieldValue<T>(0));
        return list;
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
