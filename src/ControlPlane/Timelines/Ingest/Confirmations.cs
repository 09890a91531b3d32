using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Events;
using Npgsql;
using NpgsqlTypes;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>The key sets that guests have confirmed, a row a revision: a late confirmation of an older one changes nothing about the newest.</summary>
internal sealed class Confirmations
{
    private readonly SortedDictionary<(Guid Instance, string Subject, long Revision), KeySetConfirmation> said = [];

    public IEnumerable<InstanceId> Instances => said.Keys.Select(k => InstanceId.From(k.Instance));

    public bool Any => said.Count > 0;

    public void Add(InstanceId instance, KeySetConfirmation confirmation) => said[(instance.Value, confirmation.Subject, confirmation.Revision)] = confirmation;

    public void Upsert(NpgsqlBatch batch, DateTimeOffset receivedAt) => batch.Add("""
        INSERT INTO key_set_confirmations AS c (instance_id, subject, revision, refused, problems, at)
        SELECT u.instance_id, u.subject, u.revision, u.refused, u.problems, $6
        FROM unnest($1, $2, $3, $4, $5) AS u (instance_id, subject, revision, refused, problems) ORDER BY u.instance_id, u.subject, u.revision
        ON CONFLICT (instance_id, subject, revision) DO UPDATE SET refused = excluded.refused, problems = excluded.problems,
            at = CASE WHEN (excluded.refused, excluded.problems) IS DISTINCT FROM (c.refused, c.problems) THEN excluded.at ELSE c.at END
        """, Sql.Of(said.Keys.Select(k => k.Instance).ToArray()), Sql.Of(said.Keys.Select(k => k.Subject).ToArray()),
        Sql.Of(said.Values.Select(c => c.Revision).ToArray()), Sql.Of(said.Values.Select(c => c.Refused is null ? null : EventText.Clean(c.Refused)).ToArray()),
        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb, Value = said.Values.Select(Problems).ToArray() }, Sql.Of(receivedAt));

    private static string Problems(KeySetConfirmation c)
    {
        var problems = new Dictionary<string, string>();
        foreach (var p in c.Problems ?? [])
            problems[p.KeyId.ToString()] = EventText.Clean(p.Problem);
        return JsonSerializer.Serialize(problems, ContractsJson.Default.DictionaryStringString);
    }
}
