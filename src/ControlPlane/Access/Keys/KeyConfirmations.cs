using Fleet.Contracts;
using Fleet.Contracts.Api;
using Npgsql;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>
/// What guests said of a subject's sets. An instance's set has one guest; a project's has all of its guests, of which those that are online must have
/// confirmed a key before it is applied. The newest confirmation says how things are; <c>appliedAt</c> is the time of the first one that had the key.
/// </summary>
internal sealed record KeyConfirmations(IReadOnlyList<KeyConfirmations.Guest> Guests)
{
    private const string InstanceSql = """
        SELECT NULL, c.revision, c.refused, c.problems FROM instances i
        LEFT JOIN LATERAL (SELECT * FROM key_set_confirmations WHERE instance_id = i.id AND subject = $2 ORDER BY revision DESC LIMIT 1) c ON true WHERE i.id = $1
        """;

    private const string ProjectSql = """
        SELECT i.name, c.revision, c.refused, c.problems FROM instances i JOIN instance_status s ON s.instance_id = i.id
        LEFT JOIN LATERAL (SELECT * FROM key_set_confirmations WHERE instance_id = i.id AND subject = $2 ORDER BY revision DESC LIMIT 1) c ON true
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
            guests.Add(reader.IsDBNull(1) ? new(null, -1, null, []) : new(
                reader.IsDBNull(0) ? null : reader.GetString(0),
                reader.GetInt64(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetFieldValue<Dictionary<string, string>>(3)));
        }

        return new(guests);
    }

    public (SshKeyState State, string? Problem) Of(SshKeyId key, long addedRevision)
    {
        var pending = Guests.Count == 0;
        foreach (var guest in Guests)
        {
            if (guest.Revision < addedRevision)
                pending = true;
            else if ((guest.Refused ?? guest.Problems.GetValueOrDefault(key.ToString())) is { } problem)
                return (SshKeyState.Failed, guest.Name is null ? problem : $"{guest.Name}: {problem}");
        }

        return (pending ? SshKeyState.Pending : SshKeyState.Applied, null);
    }

    internal sealed record Guest(string? Name, long Revision, string? Refused, Dictionary<string, string> Problems);
}
