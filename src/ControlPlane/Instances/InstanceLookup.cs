using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Npgsql;

namespace Fleet.ControlPlane.Instances;

/// <summary>Who is meant.</summary>
internal sealed record InstanceRef(ProjectId Project, string ProjectName, InstanceId Id, string Name)
{
    public string Path => $"/api/v1/projects/{ProjectName}/instances/{Name}";
}

/// <summary>From the names in a path to ids. What is absent, what is another project's and what is not yours are one answer.</summary>
internal sealed class InstanceLookup(NpgsqlDataSource database)
{
    private const string Sql = """
        SELECT p.id, i.id, i.name FROM projects p JOIN instances i ON i.project_id = p.id
        WHERE p.name = $1 AND (i.name = $2 OR i.id = $3)
        """;

    public async Task<Outcome<InstanceRef>> FindAsync(string project, string nameOrId, CancellationToken cancellationToken)
    {
        var isId = InstanceId.TryParse(nameOrId, null, out var id);
        if (!Names.IsResource(project) || (!isId && !Names.IsResource(nameOrId)))
            return Missing(project, nameOrId);
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = project });
        command.Parameters.Add(new() { Value = nameOrId });
        command.Parameters.Add(new() { Value = id.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new InstanceRef(ProjectId.From(reader.GetGuid(0)), project, InstanceId.From(reader.GetGuid(1)), reader.GetString(2))
            : Missing(project, nameOrId);
    }

    public static NotFoundError Missing(string project, string nameOrId) => new($"projects/{Cut(project)}/instances/{Cut(nameOrId)}");

    // It is echoed, and a path may be thousands of characters long.
    private static string Cut(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
