using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Metadata.Watch;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>
/// Sees a group through to an answer for every batch. A group that fails because of what it holds is tried stream by stream, and a stream that fails alone
/// event by event: what the database refuses is set aside, and everything else is stored (FT-27).
/// </summary>
internal sealed partial class GroupIngest(GroupWriter writer, DatabaseEpoch epoch, SafeMarks marks, IChangeNotifier notifier, ILogger<GroupIngest> logger)
{
    private const int Attempts = 5;
    private const int RetryAfterMs = 1000;

    /// <summary>Never throws: each batch is answered, told to come back, or failed.</summary>
    public async Task IngestAsync(IReadOnlyList<Batch> group, CancellationToken cancellationToken)
    {
        try
        {
            Answer(group, await WriteAsync(group, cancellationToken));
        }
        catch (Exception e) when (IngestFailures.Classify(e) == IngestFailure.Data)
        {
            LogGroupFailed(group.Count, e);
            foreach (var stream in group.GroupBy(b => b.Stream))
                await IngestStreamAsync([.. stream.OrderBy(b => b.FirstSeq)], cancellationToken);
        }
        catch (Exception e)
        {
            ComeBack(group, e);
        }
    }

    /// <summary>Says that nothing was done, and when to send again.</summary>
    public void Busy(Batch batch)
    {
        // Durable claims nothing that the agent has not heard before; without an epoch the answer would look like another database's.
        if (epoch.LastSeen is { } seen)
            batch.Answer(new() { Durable = batch.FirstSeq - 1, Safe = 0, DbEpoch = seen, RetryAfterMs = RetryAfterMs + (int)(batch.Stream.Epoch.GetHashCode() & 0x3FF) });
        else
            batch.Fail(new TimeoutException("the database cannot be reached"));
    }

    private async Task IngestStreamAsync(IReadOnlyList<Batch> batches, CancellationToken cancellationToken)
    {
        try
        {
            Answer(batches, await WriteAsync(batches, cancellationToken));
        }
        catch (Exception e) when (IngestFailures.Classify(e) == IngestFailure.Data)
        {
            foreach (var batch in batches)
                await IngestEventsAsync(batch, cancellationToken);
        }
        catch (Exception e)
        {
            ComeBack(batches, e);
        }
    }

    private async Task IngestEventsAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            var number = batch.FirstSeq;
            for (var i = 0; i < batch.Events.Count; i++)
            {
                var written = await TryEventAsync(batch, i, number, cancellationToken);
                number += EventRules.Occupies(batch.Events[i]);
                if (i == batch.Events.Count - 1 || !written.Plans.TryGetValue(batch.Stream, out var plan) || plan.LastSeq < number - 1)
                {
                    Answer([batch], written); // all of it, or as far as it goes: gone, a fork, a hole
                    return;
                }
            }
        }
        catch (Exception e)
        {
            ComeBack([batch], e);
        }
    }

    private async Task<Written> TryEventAsync(Batch batch, int index, long number, CancellationToken cancellationToken)
    {
        var slice = batch.Slice(index, number);
        try
        {
            return Carry(batch, slice, await WriteAsync([slice], cancellationToken));
        }
        catch (Exception e) when (IngestFailures.Classify(e) == IngestFailure.Data)
        {
            LogPoison(batch.Stream.Instance, batch.Stream.Epoch, number, e.Message);
            var condemned = batch.Slice(index, number, e.Message);
            return Carry(batch, condemned, await WriteAsync([condemned], cancellationToken));
        }
    }

    private static Written Carry(Batch batch, Batch slice, Written written)
    {
        if (written.Plans.TryGetValue(batch.Stream, out var plan) && plan.IsFork(slice))
            plan.MarkFork(batch);
        return written;
    }

    private async Task<Written> WriteAsync(IReadOnlyCollection<Batch> batches, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var written = await writer.WriteAsync(batches, cancellationToken);
                foreach (var (project, instance) in written.Boots)
                    notifier.Changed(project, instance, "boot");
                foreach (var (project, instance) in written.Statuses)
                    notifier.Changed(project, instance, "status");
                return written;
            }
            catch (Exception e) when (attempt < Attempts && IngestFailures.Classify(e) == IngestFailure.Contention)
            {
                LogContention(attempt, e);
            }
        }
    }

    private void Answer(IEnumerable<Batch> batches, Written written)
    {
        epoch.Seen(written.DbEpoch);
        foreach (var batch in batches)
            if (written.Plans.TryGetValue(batch.Stream, out var plan))
                batch.Answer(new ReportReply
                {
                    Durable = plan.LastSeq,
                    Safe = marks.Observe(batch.Stream, plan.LastSeq),
                    DbEpoch = written.DbEpoch,
                    Fork = plan.IsFork(batch),
                });
            else
                batch.Fail(written.Present.Contains(batch.Stream.Instance) ? new TooManyStreamsException() : new InstanceGoneException());
    }

    private void ComeBack(IEnumerable<Batch> batches, Exception e)
    {
        LogComeBack(e);
        foreach (var batch in batches)
            Busy(batch);
    }

    [LoggerMessage(2001, LogLevel.Warning, "a group of {Count} batches could not be stored; trying each stream alone")]
    private partial void LogGroupFailed(int count, Exception e);

    [LoggerMessage(2002, LogLevel.Error, "event {Seq} of stream {Epoch} of instance {Instance} is set aside: {Reason}")]
    private partial void LogPoison(Contracts.InstanceId instance, Guid epoch, long seq, string reason);

    [LoggerMessage(2003, LogLevel.Information, "a group met another transaction (attempt {Attempt})")]
    private partial void LogContention(int attempt, Exception e);

    [LoggerMessage(2004, LogLevel.Warning, "events cannot be stored now; agents keep theirs and send again")]
    private partial void LogComeBack(Exception e);
}
