using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Npgsql;

namespace Fleet.ControlPlane.Instances.Attributes;

/// <summary>A subject's own attributes and the ETag that they have, from one snapshot.</summary>
internal sealed record OwnAttributes(Dictionary<string, string> Values, string Etag)
{
    private const string ProjectSql = """
        SELECT r.revision, a.key, a.value FROM project_revisions r LEFT JOIN project_attributes a ON a.project_id = r.project_id AND a.value IS NOT NULL
        WHERE r.project_id = $1 ORDER BY a.key
        """;

    private const string InstanceSql = """
        SELECT r.revision, a.key, a.value FROM instance_revisions r LEFT JOIN instance_attributes a ON a.instance_id = r.instance_id AND a.value IS NOT NULL
        WHERE r.instance_id = $1 ORDER BY a.key
        """;

    /// <param name="database">Where.</param>
    /// <param name="id">The project's id or the instance's.</param>
    /// <param name="ofProject">Which of the two it is.</param>
    /// <param name="missing">The answer when it has been deleted meanwhile.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Outcome<OwnAttributes>> ReadAsync(NpgsqlDataSource database, Guid id, bool ofProject, NotFoundError missing, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ofProject ? ProjectSql : InstanceSql);
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        string? etag = null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            etag = Revisions.Half(reader.GetInt64(0));
            if (!reader.IsDBNull(1))
                values[reader.GetString(1)] = reader.GetString(2);
        }

        return etag is null ? missing : new OwnAttributes(values, etag);
    }
}
