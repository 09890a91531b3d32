using Fleet.Contracts;
using Fleet.Contracts.Api;
using Npgsql;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>
/// What guests said of a subject's sets. An instance's set has one guest; a project's has all of its guests, of which those that are online must have
/// confirmed a key before it is applied. Only the newest confirmation of a guest is kept, so <c>appliedAt</c> is the time of that one.
/// </summary>
internal sealed record KeyConfirmations(IReadOnlyList<KeyConfirmations.Guest> Guests)
{
    private const string InstanceSql = """
        SELECT NULL, c.revision, c.refused, c.problems, c.at FROM instances i
        LEFT JOIN key_set_confirmations c ON c.instance_id = i.id AND c.subject = $2 WHERE i.id = $1
        """;

    private const string ProjectSql = """
        SELECT i.name, c.revision, c.refused, c.problems, c.at FROM instances i JOIN instance_status s ON s.instance_id = i.id
        LEFT JOIN key_set_confirmations c ON c.instance_id = i.id AND c.subject = $2
        WHERE i.project_id = $1 AND s.disconnected_at IS NULL AND s.last_seen_at >= now() - interval '60 seconds'
        """;

    public static async Task<KeyConfirmations> ReadAsync(NpgsqlDataSource database, KeySubject subject, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(subject.Instance is null ? ProjectSql : InstanceSql);
        command.Parameters.Add(new() { Value = subject.Instance?.Value ?? subject.Project.Value });
        command.Parameters.Add(new() { Value = subject.Subject });
        var guests = new List<Guest>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            guests.Add(reader.IsDBNull(1) ? new(null, -1, null, [], default) : new(
                reader.IsDBNull(0) ? null : reader.GetString(0),
                reader.GetInt64(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetFieldValue<Dictionary<string, string>>(3),
                reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return new(guests);
    }

    public (SshKeyState State, DateTimeOffset? AppliedAt, string? Problem) Of(SshKeyId key, long addedRevision)
    {
        var pending = Guests.Count == 0;
        DateTimeOffset? appliedAt = null;
        foreach (var guest in Guests)
        {
            if (guest.Revision < addedRevision)
                pending = true;
            else if ((guest.Refused ?? guest.Problems.GetValueOrDefault(key.ToString())) is { } problem)
                return (SshKeyState.Failed, null, guest.Name is null ? problem : $"{guest.Name}: {problem}");
            else if (appliedAt is null || guest.At > appliedAt)
                appliedAt = guest.At;
        }

        return pending ? (SshKeyState.Pending, null, null) : (SshKeyState.Applied, appliedAt, null);
    }

    internal sealed record Guest(string? Name, long Revision, string? Refused, Dictionary<string, string> Problems, DateTimeOffset At);
}
