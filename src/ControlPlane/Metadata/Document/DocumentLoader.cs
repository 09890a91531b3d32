using System.Data;
using Npgsql;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>
/// Loads what the cache lacks. Counters and bodies come from one snapshot (REPEATABLE READ), so that a body never stands under another revision's token; and
/// both halves from the same one: a key that moves from project to instance must not be missing from both for a moment.
/// </summary>
internal sealed class DocumentLoader(NpgsqlDataSource database, HalfCache cache)
{
    private const string Counters = "SELECT p.revision, p.floor, r.revision, r.floor, r.facts_revision FROM instance_revisions r JOIN project_revisions p ON p.project_id = r.project_id WHERE r.instance_id = $1";

    /// <summary>The document at the counters of now. Null: the instance is gone.</summary>
    public async Task<InstanceDocument?> LoadAsync(DocumentVersion version, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        if (await ReadCountersAsync(connection, transaction, version, cancellationToken) is not { } counters)
            return null;

        var project = cache.FindProject(version.Project, counters.Project);
        if (project is null)
        {
            project = await new ProjectHalfQuery(version.Project, counters.Project, counters.ProjectFloor).ReadAsync(connection, transaction, cancellationToken);
            cache.Keep(project);
        }

        var instance = cache.FindInstance(version.Instance, counters.Instance);
        if (instance is null)
        {
            instance = await new InstanceHalfQuery(version.Instance, counters.Instance, counters.InstanceFloor, counters.Facts).ReadAsync(connection, transaction, cancellationToken);
            cache.Keep(instance);
        }

        return new(project, instance);
    }

    private static async Task<Snapshot?> ReadCountersAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DocumentVersion version, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Counters, connection, transaction);
        command.Parameters.Add(new() { Value = version.Instance.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4))
            : null;
    }

    private sealed record Snapshot(long Project, long ProjectFloor, long Instance, long InstanceFloor, long Facts);
}
