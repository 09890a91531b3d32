using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Npgsql;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>Reads a project's half in one round trip, within a snapshot whose counters are known.</summary>
internal sealed class ProjectHalfQuery(ProjectId project, long revision, long floor)
{
    private const string Name = "SELECT name FROM projects WHERE id = $1";
    private const string Attributes = "SELECT key, value, revision FROM project_attributes WHERE project_id = $1";
    private const string Keys = "SELECT \"user\", public_key, expires_at FROM ssh_keys WHERE project_id = $1 AND instance_id IS NULL AND removed_at IS NULL AND expired_at IS NULL ORDER BY id";

    public async Task<ProjectHalf> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                HalfRows.Command(Name, project.Value),
                HalfRows.Command(Attributes, project.Value),
                HalfRows.Command(Keys, project.Value),
                HalfRows.Command(HalfRows.KeySet, OrderSubject.Of(project)),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var name = reader.GetString(0);
        await reader.NextResultAsync(cancellationToken);
        var attributes = await HalfRows.AttributesAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var keys = await HalfRows.KeysAsync(reader, cancellationToken);
        return new() { Id = project, Name = name, Revision = revision, Floor = floor, Attributes = attributes, Keys = keys };
    }
}
