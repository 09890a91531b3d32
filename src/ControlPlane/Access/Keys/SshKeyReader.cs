using Fleet.Contracts;
using Fleet.Contracts.Api;
using Npgsql;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>Reads keys as resources, with what the guests said of them.</summary>
internal sealed class SshKeyReader(NpgsqlDataSource database)
{
    // The expiry of a key counts as soon as it is read; the sweep writes it down, and takes it out of the signed set.
    private const string Sql = """
        SELECT id, "user", public_key, fingerprint, comment, expires_at, created_by, added_revision, removed_at IS NOT NULL,
               expired_at IS NOT NULL OR coalesce(expires_at <= now(), false),
               (SELECT max(first.at) FROM (
                   SELECT DISTINCT ON (c.instance_id) c.at FROM key_set_confirmations c
                   WHERE c.subject = $5 AND c.instance_id = coalesce($2, c.instance_id) AND c.revision >= k.added_revision ORDER BY c.instance_id, c.revision) first)
        FROM ssh_keys k WHERE project_id = $1 AND instance_id IS NOT DISTINCT FROM $2 AND ($3::uuid IS NULL OR id = $3)
          AND ($4 OR (removed_at IS NULL AND expired_at IS NULL AND (expires_at IS NULL OR expires_at > now())))
        ORDER BY id
        """;

    /// <param name="subject">Whose.</param>
    /// <param name="id">Only this one.</param>
    /// <param name="all">Also removed and expired ones.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<List<SshKey>> ReadAsync(KeySubject subject, SshKeyId? id, bool all, CancellationToken cancellationToken)
    {
        // Confirmations first: a key that is written in between is pending then, and not, for a moment, applied.
        var said = await KeyConfirmations.ReadAsync(database, subject, cancellationToken);
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = subject.Project.Value });
        command.Parameters.Add(new() { Value = (object?)subject.Instance?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = (object?)id?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = all });
        command.Parameters.Add(new() { Value = subject.Subject });
        var keys = new List<SshKey>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            keys.Add(Map(reader, said));
        return keys;
    }

    private static SshKey Map(NpgsqlDataReader row, KeyConfirmations said)
    {
        var id = SshKeyId.From(row.GetGuid(0));
        var (state, problem) = said.Of(id, row.GetInt64(7));
        return new()
        {
            Id = id,
            User = row.GetString(1),
            PublicKey = row.GetString(2),
            Fingerprint = row.GetString(3),
            Comment = row.IsDBNull(4) ? null : row.GetString(4),
            ExpiresAt = row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5),
            CreatedBy = row.GetString(6),
            State = row.GetBoolean(8) ? SshKeyState.Removed : row.GetBoolean(9) ? SshKeyState.Expired : state,
            AppliedAt = state == SshKeyState.Applied && !row.IsDBNull(10) ? row.GetFieldValue<DateTimeOffset>(10) : null,
            Problem = problem,
        };
    }
}
