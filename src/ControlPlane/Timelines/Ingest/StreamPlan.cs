using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>
/// What one group does to one stream whose row is locked: pure, it decides by numbers alone. Batches are taken in the order of their first number:
/// a hole is refused, an overlap is trimmed, another record under a stored number is a fork, and a poison event is set aside.
/// </summary>
internal sealed class StreamPlan(long id, StreamKey key, long lastSeq, uint? lastCrc)
{
    private readonly HashSet<Batch> forked = [];
    private readonly (long, uint?) before = (lastSeq, lastCrc);

    public long Id => id;
    public StreamKey Key => key;
    public long LastSeq { get; private set; } = lastSeq;

    /// <summary>EventCrc of the record numbered <see cref="LastSeq"/>, as the agent holds it: before cleaning and trimming.</summary>
    public uint? LastCrc { get; private set; } = lastCrc;

    public bool Moved => (LastSeq, LastCrc) != before;
    public List<AgentEvent> Accepted { get; } = [];
    public List<DeadLetter> Dead { get; } = [];

    public bool IsFork(Batch batch) => forked.Contains(batch);

    public void MarkFork(Batch batch) => forked.Add(batch);

    public void Take(Batch batch)
    {
        if (batch.FirstSeq > LastSeq + 1)
            return;
        if (Contradicts(batch))
        {
            MarkFork(batch);
            return;
        }

        var number = batch.FirstSeq;
        foreach (var e in batch.Events)
        {
            if (e.Seq != number)
            {
                // Numbers that do not follow end a batch. At its head that could never end, so there the stream steps over the record.
                if (number == batch.FirstSeq && number == LastSeq + 1)
                    SetAside(e, number, $"numbered {e.Seq} where {number} was due");
                return;
            }

            var last = number + EventRules.Occupies(e) - 1;
            if (last > LastSeq)
                Store(batch, e, last);
            number = last + 1;
        }
    }

    /// <summary>Sets aside what was accepted and has no place after all.</summary>
    public void Refuse(Func<AgentEvent, bool> refused, string reason)
    {
        foreach (var e in Accepted.Where(refused))
            Dead.Add(DeadLetter.Of(id, e.LastSeq, reason, e));
        Accepted.RemoveAll(e => refused(e));
    }

    private bool Contradicts(Batch batch)
    {
        if (LastCrc is not { } stored)
            return false;
        if (batch.FirstSeq == LastSeq + 1)
            return batch.CrcBefore is { } before && before != stored;
        var number = batch.FirstSeq;
        foreach (var e in batch.Events)
        {
            var last = number + EventRules.Occupies(e) - 1;
            if (e.Seq != number || last > LastSeq)
                return false;
            if (last == LastSeq)
            {
                // The agent may have dropped what was stored here without its knowing. That is no fork, and the gap is what it will name next.
                if (e.Kind == EventKind.Gap)
                    LastCrc = Crc(e);
                return e.Kind != EventKind.Gap && Crc(e) != stored;
            }

            number = last + 1;
        }

        return false;
    }

    private void Store(Batch batch, AgentEvent e, long last)
    {
        if ((batch.Condemned ?? EventRules.Problem(e, key.Instance, batch.Project)) is { } reason)
        {
            SetAside(e, last, reason);
            return;
        }

        var first = LastSeq + 1;
        Accepted.Add(EventText.Clean(first == e.Seq ? e : e with { Seq = first, GapCount = (int)(last - first + 1) }));
        LastSeq = last;
        LastCrc = Crc(e);
    }

    private void SetAside(AgentEvent e, long last, string reason)
    {
        Dead.Add(DeadLetter.Of(id, last, reason, e));
        LastSeq = last;
        LastCrc = Crc(e);
    }

    // A null among the problems would throw; such an event is poison, and the agent that can make it has no checksum for it either.
    private static uint Crc(AgentEvent e) => e.Confirms?.Problems is { } problems && problems.Any(p => p is null) ? 0 : EventCrc.Of(e);
}
