using System.Data;
using Fleet.Contracts;
using Npgsql;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>
/// One group, one transaction. READ COMMITTED, because every row that is decided by is locked first; lock order everywhere: (instances against deletion,)
/// streams, boots, instances' status, each sorted.
/// </summary>
internal sealed class GroupWriter(NpgsqlDataSource source)
{
    private readonly DeadLetterCounts deadLetters = new();

    /// <summary>Either all of it is committed, or it throws and nothing is.</summary>
    public async Task<Written> WriteAsync(IReadOnlyCollection<Batch> batches, CancellationToken cancellationToken)
    {
        var byStream = batches.ToLookup(b => b.Stream);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var (plans, present, epoch) = await StreamRows.LockAsync(connection, [.. byStream.Select(s => s.Key)], cancellationToken);
        foreach (var plan in plans.Values)
            foreach (var batch in byStream[plan.Key].OrderBy(b => b.FirstSeq))
                plan.Take(batch);
        var moved = plans.Values.Where(p => p.Moved).OrderBy(p => p.Id).ToList();
        if (moved.Count == 0)
            return new(plans, present, epoch, [], []);
        var content = GroupContent.Of(moved, byStream);
        var statuses = await StoreAsync(connection, moved, content, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        deadLetters.Committed(moved);
        (ProjectId, InstanceId) Named(InstanceId i) => (batches.First(b => b.Stream.Instance == i).Project, i);
        return new(plans, present, epoch, [.. content.Spanned.Select(Named)], [.. statuses.Select(Named)]);
    }

    private async Task<IReadOnlyCollection<InstanceId>> StoreAsync(
        NpgsqlConnection connection, List<StreamPlan> moved, GroupContent content, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        StreamRows.Advance(batch, moved);
        if (content.Boots.Count == 0)
        {
            await SetAsideAsync(connection, batch, moved, cancellationToken);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return [];
        }

        var receivedAt = await BootRows.LockAsync(connection, content.Boots, cancellationToken);
        content.RefuseBootsWithoutRow(moved);
        await SetAsideAsync(connection, batch, moved, cancellationToken);
        await EventCopy.WriteAsync(connection, moved, content.Boots, receivedAt, cancellationToken);
        content.Fold(moved);
        BootRows.Widen(batch, content.Boots.Values, receivedAt);
        if (content.Spans.All.Count > 0)
            SpanRows.Upsert(batch, content.Spans.All, content.Boots.Values.ToDictionary(b => b.Id, b => b.SpanCount));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        if (content.Boots.Values.Where(b => b.NeedsCount).ToList() is { Count: > 0 } toCount)
            await BootRows.CountAsync(connection, toCount, cancellationToken);
        return await TellAsync(connection, moved, content, receivedAt, cancellationToken);
    }

    private async Task SetAsideAsync(NpgsqlConnection connection, NpgsqlBatch batch, List<StreamPlan> moved, CancellationToken cancellationToken)
    {
        var kept = await deadLetters.WithinCapAsync(connection, moved, cancellationToken);
        if (kept.Count > 0)
            StreamRows.SetAside(batch, kept);
    }

    // The status, the confirmed keys, and the change_log rows that wake whoever waits for either.
    private static async Task<IReadOnlyCollection<InstanceId>> TellAsync(
        NpgsqlConnection connection, List<StreamPlan> moved, GroupContent content, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var changed = await StatusRows.ApplyAsync(connection, content.Facts(moved), receivedAt, cancellationToken);
        IReadOnlyCollection<InstanceId> told = [.. changed.Union(content.Confirmations.Instances)];
        if (told.Count == 0)
            return told;
        await using var batch = new NpgsqlBatch(connection);
        if (content.Confirmations.Any)
            content.Confirmations.Upsert(batch, receivedAt);
        batch.Add("INSERT INTO change_log (project_id, instance_id, kind) SELECT project_id, id, 'status' FROM instances WHERE id = ANY ($1)",
            Sql.Of(told.Select(i => i.Value).ToArray()));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return told;
    }
}
