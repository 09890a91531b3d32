using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Events;
using Npgsql;
using NpgsqlTypes;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>The newest key set of each subject that a guest has confirmed. A revision never goes back, however late a confirmation comes.</summary>
internal sealed class Confirmations
{
    private readonly Dictionary<(InstanceId Instance, string Subject), KeySetConfirmation> newest = [];

    public IEnumerable<InstanceId> Instances => newest.Keys.Select(k => k.Instance);

    public bool Any => newest.Count > 0;

    public void Add(InstanceId instance, KeySetConfirmation confirmation)
    {
        var key = (instance, confirmation.Subject);
        if (!newest.TryGetValue(key, out var known) || confirmation.Revision >= known.Revision)
            newest[key] = confirmation;
    }

    public void Upsert(NpgsqlBatch batch, DateTimeOffset receivedAt) => batch.Add("""
        INSERT INTO key_set_confirmations AS c (instance_id, subject, revision, refused, problems, at)
        SELECT u.instance_id, u.subject, u.revision, u.refused, u.problems, $6
        FROM unnest($1, $2, $3, $4, $5) AS u (instance_id, subject, revision, refused, problems) ORDER BY u.instance_id, u.subject
        ON CONFLICT (instance_id, subject) DO UPDATE SET revision = excluded.revision, refused = excluded.refused, problems = excluded.problems, at = excluded.at
        WHERE excluded.revision >= c.revision
        """, Sql.Of(newest.Keys.Select(k => k.Instance.Value).ToArray()), Sql.Of(newest.Keys.Select(k => k.Subject).ToArray()),
        Sql.Of(newest.Values.Select(c => c.Revision).ToArray()), Sql.Of(newest.Values.Select(c => c.Refused is null ? null : EventText.Clean(c.Refused)).ToArray()),
        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb, Value = newest.Values.Select(Problems).ToArray() }, Sql.Of(receivedAt));

    private static string Problems(KeySetConfirmation c)
    {
        var problems = new Dictionary<string, string>();
        foreach (var p in c.Problems ?? [])
            problems[p.KeyId.ToString()] = EventText.Clean(p.Problem);
        return JsonSerializer.Serialize(problems, ContractsJson.Default.DictionaryStringString);
    }
}
