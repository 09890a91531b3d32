using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Listeners;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>The guest that asks on a metadata listener, by its <see cref="CallerAddress"/>.</summary>
internal sealed record GuestCaller(InstanceId Instance, ProjectId Project, string ProjectName)
{
    public static async Task<GuestCaller?> FindAsync(HttpContext context, NpgsqlDataSource source)
    {
        if (CallerAddress.Of(context) is not { } caller)
            return null;
        await using var command = source.CreateCommand("""
            SELECT i.id, i.project_id, p.name FROM instance_addresses a JOIN instances i ON i.id = a.instance_id JOIN projects p ON p.id = i.project_id
            WHERE a.network = $1 AND a.address = $2
            """);
        command.Parameters.Add(new() { Value = caller.Network });
        command.Parameters.Add(new() { Value = caller.Address });
        await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
        return await reader.ReadAsync(context.RequestAborted) ? new(new(reader.GetGuid(0)), new(reader.GetGuid(1)), reader.GetString(2)) : null;
    }
}
