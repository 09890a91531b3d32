using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Reading;

/// <summary>Reads instances as resources: identity, status and both halves of the revision from one snapshot, times by the database's clock.</summary>
internal sealed class InstanceReader(NpgsqlDataSource database)
{
    public async Task<Outcome<Instance>> GetAsync(InstanceRef instance, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(InstanceColumns.Select + " WHERE i.id = $1");
        command.Parameters.Add(new() { Value = instance.Id.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? InstanceColumns.Map(reader) : InstanceLookup.Missing(instance.ProjectName, instance.Name);
    }

    /// <param name="tail">The statement from WHERE on.</param>
    /// <param name="parameters">Its parameters, in their order.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<List<Instance>> ListAsync(string tail, IEnumerable<object> parameters, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"{InstanceColumns.Select} {tail}");
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        var instances = new List<Instance>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            instances.Add(InstanceColumns.Map(reader));
        return instances;
    }
}
