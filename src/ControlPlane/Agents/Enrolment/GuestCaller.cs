using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Listeners;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>Who asks on a metadata listener: (network, source address), and nothing that the request says.</summary>
internal sealed record GuestCaller(InstanceId Instance, ProjectId Project, string ProjectName)
{
    public static async Task<GuestCaller?> FindAsync(HttpContext context, NpgsqlDataSource source)
    {
        if (context.Features.Get<ListenerFeature>() is not { Network: { } network } || context.Connection.RemoteIpAddress is not { } address)
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        await using var command = source.CreateCommand("""
            SELECT i.id, i.project_id, p.name FROM instance_addresses a JOIN instances i ON i.id = a.instance_id JOIN projects p ON p.id = i.project_id
            WHERE a.network = $1 AND a.address = $2
            """);
        command.Parameters.Add(new() { Value = network });
        command.Parameters.Add(new() { Value = address.ToString() });
        await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
        return await reader.ReadAsync(context.RequestAborted) ? new(new(reader.GetGuid(0)), new(reader.GetGuid(1)), reader.GetString(2)) : null;
    }
}
