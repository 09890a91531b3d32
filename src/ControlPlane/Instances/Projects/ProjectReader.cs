using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Projects;

/// <summary>Reads projects as resources; each with its counter, in one statement.</summary>
internal sealed class ProjectReader(NpgsqlDataSource database)
{
    private const string Select = """
        SELECT p.id, p.name, p.display_name, p.spec_version, p.created_at, r.revision FROM projects p JOIN project_revisions r ON r.project_id = p.id
        """;

    public async Task<Outcome<Project>> FindAsync(string name, CancellationToken cancellationToken)
    {
        // A path may hold anything, and PostgreSQL takes no NUL.
        if (!Names.IsResource(name))
            return Missing(name);
        await using var command = database.CreateCommand(Select + " WHERE p.name = $1");
        command.Parameters.Add(new() { Value = name });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Map(reader) : Missing(name);
    }

    public async Task<List<Project>> ListAsync(string after, int count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Select + " WHERE p.name > $1 ORDER BY p.name LIMIT $2");
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = count });
        var projects = new List<Project>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            projects.Add(Map(reader));
        return projects;
    }

    public static NotFoundError Missing(string name) => new($"projects/{(name.Length <= 64 ? name : name[..64] + "…")}");

    private static Project Map(NpgsqlDataReader reader) => new()
    {
        Id = ProjectId.From(reader.GetGuid(0)),
        Name = reader.GetString(1),
        DisplayName = reader.IsDBNull(2) ? null : reader.GetString(2),
        Etag = Revisions.Spec(reader.GetInt64(3)),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(4),
        MetadataRevision = reader.GetInt64(5),
    };
}
