using Fleet.Contracts;
using Fleet.Contracts.Api;
using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>The third locks of a group: the status of instances that may change, in the order of their ids. Most groups change none and lock none.</summary>
internal static class StatusRows
{
    private const string Columns = "SELECT instance_id, state, reason, failed_step, late, boot_id, coalesce(deadline < $2, false) FROM instance_status WHERE instance_id = ANY ($1)";

    /// <summary>A failed instance that boots again gets this long, where it had a deadline at all: nothing waits for ever.</summary>
    private static readonly TimeSpan AnotherTry = TimeSpan.FromMinutes(30);

    /// <summary>The instances whose status the facts moved.</summary>
    public static async Task<IReadOnlyCollection<InstanceId>> ApplyAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<InstanceId, List<ProvisioningFact>> facts, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var seen = await ReadAsync(connection, facts.Keys, Columns, receivedAt, cancellationToken);
        var candidates = seen.Where(s => Fold(s.Value, facts[s.Key]) != s.Value.Status).Select(s => s.Key).ToList();
        if (candidates.Count == 0)
            return [];
        var locked = await ReadAsync(connection, candidates, Columns + " ORDER BY instance_id FOR NO KEY UPDATE", receivedAt, cancellationToken);
        var changed = locked.Select(s => (Id: s.Key, Was: s.Value.Status, Is: Fold(s.Value, facts[s.Key]))).Where(c => c.Was != c.Is).ToList();
        if (changed.Count > 0)
            await WriteAsync(connection, changed, receivedAt, cancellationToken);
        return [.. changed.Select(c => c.Id)];
    }

    private static ProvisioningStatus Fold((ProvisioningStatus Status, bool AfterDeadline) now, List<ProvisioningFact> facts) => facts.Aggregate(now.Status,
        (status, fact) => ProvisioningTransitions.Next(status, fact is BootEnded ended ? ended with { AfterDeadline = now.AfterDeadline } : fact));

    private static async Task<Dictionary<InstanceId, (ProvisioningStatus Status, bool AfterDeadline)>> ReadAsync(
        NpgsqlConnection connection, IEnumerable<InstanceId> instances, string sql, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(Sql.Of(instances.Select(i => i.Value).ToArray()));
        command.Parameters.Add(Sql.Of(receivedAt));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new Dictionary<InstanceId, (ProvisioningStatus, bool)>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new(reader.GetGuid(0)), (new((ProvisioningState)reader.GetInt16(1), reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetBoolean(4), reader.IsDBNull(5) ? null : reader.GetGuid(5)), reader.GetBoolean(6)));
        return rows;
    }

    private static async Task WriteAsync(NpgsqlConnection connection, List<(InstanceId Id, ProvisioningStatus Was, ProvisioningStatus Is)> changed,
        DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            UPDATE instance_status s SET state = u.state, reason = u.reason, failed_step = u.failed_step, late = u.late, boot_id = u.boot_id,
                since = CASE WHEN s.state = u.state THEN s.since ELSE $8 END, deadline = CASE WHEN u.another_try AND s.deadline IS NOT NULL THEN $9 ELSE s.deadline END
            FROM unnest($1, $2, $3, $4, $5, $6, $7) AS u (id, state, reason, failed_step, late, boot_id, another_try) WHERE s.instance_id = u.id
            """, connection)
        {
            Parameters =
            {
                Sql.Of(changed.Select(c => c.Id.Value).ToArray()),
                Sql.Of(changed.Select(c => (short)c.Is.State).ToArray()),
                Sql.Of(changed.Select(c => c.Is.Reason).ToArray()),
                Sql.Of(changed.Select(c => c.Is.FailedStep).ToArray()),
                Sql.Of(changed.Select(c => c.Is.Late).ToArray()),
                Sql.Of(changed.Select(c => c.Is.BootId).ToArray()),
                Sql.Of(changed.Select(c => c is { Was.State: ProvisioningState.Failed, Is.State: ProvisioningState.Provisioning }).ToArray()),
                Sql.Of(receivedAt),
                Sql.Of(receivedAt + AnotherTry),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
