using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Registration;

/// <summary>Says who has an address, to those who may know: a holder in another project is not named.</summary>
internal sealed class AddressHolders(NpgsqlDataSource database)
{
    private const string Sql = """
        SELECT a.address, CASE WHEN i.project_id = $3 THEN i.name END FROM instance_addresses a JOIN instances i ON i.id = a.instance_id
        WHERE a.network = $1 AND a.address = ANY($2) ORDER BY i.project_id <> $3 LIMIT 1
        """;

    public async Task<ConflictError> ConflictAsync(ProjectId project, string network, List<string> addresses, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = network });
        command.Parameters.Add(new() { Value = addresses });
        command.Parameters.Add(new() { Value = project.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return new("instance.addressTaken", $"an address was taken on network {network} a moment ago; try again");
        var by = reader.IsDBNull(1) ? "another instance" : $"instance {reader.GetString(1)}";
        return new("instance.addressTaken", $"address {reader.GetString(0)} on network {network} belongs to {by}; an address belongs to one instance at a time");
    }
}
