using Fleet.ControlPlane.Metadata.Watch;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>
/// Who is connected, in <c>instance_status</c>. Every update is conditional on the connection: the end of an older one comes late, perhaps on another node,
/// and must not take a newer one offline.
/// </summary>
internal sealed class AgentLiveness(NpgsqlDataSource source, IChangeNotifier notifier)
{
    /// <summary>An agent that was not heard for so long is silent.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    private const string Change = "INSERT INTO change_log (project_id, instance_id, kind) SELECT $3, instance_id, 'status' FROM moved";

    public Task ConnectedAsync(AgentConnection connection, CancellationToken cancellationToken) => ChangeAsync(connection,
        "UPDATE instance_status SET connection_id = $2, disconnected_at = NULL, last_seen_at = now() WHERE instance_id = $1", cancellationToken);

    public Task DisconnectedAsync(AgentConnection connection, CancellationToken cancellationToken) => ChangeAsync(connection,
        "UPDATE instance_status SET disconnected_at = now() WHERE instance_id = $1 AND connection_id = $2", cancellationToken);

    /// <summary>All of them in one statement. Rows that somebody has locked are skipped, so that this neither waits nor deadlocks.</summary>
    public async Task TouchAsync(IReadOnlyCollection<AgentConnection> connections, CancellationToken cancellationToken)
    {
        if (connections.Count == 0)
            return;
        await using var command = source.CreateCommand("""
            WITH heard AS (
                SELECT s.instance_id, s.last_seen_at FROM instance_status s JOIN unnest($1, $2) AS u (instance_id, connection_id) USING (instance_id, connection_id)
                ORDER BY s.instance_id FOR NO KEY UPDATE OF s SKIP LOCKED)
            UPDATE instance_status s SET last_seen_at = now() FROM heard h WHERE s.instance_id = h.instance_id
            RETURNING s.instance_id, h.last_seen_at < now() - make_interval(secs => $3)
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. connections.Select(c => c.Instance.Value)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. connections.Select(c => c.Id)] });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = Silence.TotalSeconds });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var projects = connections.DistinctBy(c => c.Instance).ToDictionary(c => c.Instance.Value, c => c.Project);
        while (await reader.ReadAsync(cancellationToken))
            if (!reader.IsDBNull(1) && reader.GetBoolean(1))
                notifier.Changed(projects[reader.GetGuid(0)], new(reader.GetGuid(0)), "status"); // it was silent, and is back
    }

    private async Task ChangeAsync(AgentConnection connection, string update, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"WITH moved AS ({update} RETURNING instance_id) {Change}");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = connection.Instance.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = connection.Id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = connection.Project.Value });
        if (await command.ExecuteNonQueryAsync(cancellationToken) > 0)
            notifier.Changed(connection.Project, connection.Instance, "status");
    }
}
