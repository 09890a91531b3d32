using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Listeners;
using Npgsql;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>Reads counters: both of an instance in one statement, however many instances are asked for.</summary>
internal sealed class VersionReader(NpgsqlDataSource database)
{
    private const string Columns = "SELECT r.project_id, r.instance_id, p.revision, r.revision FROM instance_revisions r JOIN project_revisions p ON p.project_id = r.project_id";
    private const string ByInstance = Columns + " WHERE r.instance_id = $1";
    private const string ByInstances = Columns + " WHERE r.instance_id = ANY($1)";
    private const string ByAddress = Columns + " JOIN instance_addresses a ON a.instance_id = r.instance_id WHERE a.network = $1 AND a.address = $2";

    /// <summary>Null: there is no such instance.</summary>
    public Task<DocumentVersion?> FindAsync(InstanceId instance, CancellationToken cancellationToken) =>
        FirstAsync(ByInstance, [new() { Value = instance.Value }], cancellationToken);

    /// <summary>Who asks on a metadata network, and the counters in the same statement: a deleted guest is unknown with the commit that deletes it.</summary>
    public Task<DocumentVersion?> FindAsync(CallerAddress caller, CancellationToken cancellationToken) =>
        FirstAsync(ByAddress, [new() { Value = caller.Network }, new() { Value = caller.Address }], cancellationToken);

    /// <summary>Those of the instances that exist.</summary>
    public async Task<IReadOnlyList<DocumentVersion>> FindAsync(IEnumerable<InstanceId> instances, CancellationToken cancellationToken) =>
        await ReadAsync(ByInstances, [new() { Value = instances.Select(i => i.Value).ToArray() }], cancellationToken);

    private async Task<DocumentVersion?> FirstAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(sql, parameters, cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    private async Task<List<DocumentVersion>> ReadAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<DocumentVersion>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new(new(reader.GetGuid(0)), new(reader.GetGuid(1)), new(reader.GetInt64(2), reader.GetInt64(3))));
        return rows;
    }
}
