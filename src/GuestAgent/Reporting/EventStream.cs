using Fleet.Contracts;
using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Reporting;

/// <summary>
/// One stream of numbered records in memory. From old to new: acknowledged but not yet safe, sent, not yet sent. A record that was ever sent is
/// never altered: the server may hold it, and another one under its number would be a fork. Not thread-safe: <see cref="EventBuffer"/> locks.
/// </summary>
internal sealed partial class EventStream(Guid epoch)
{
    private readonly List<HeldEvent> _held = [];
    private uint? _forgottenCrc;
    private long _sentHigh;

    public Guid Epoch { get; } = epoch;

    public long LastSeq { get; private set; }

    /// <summary>The server has all up to here.</summary>
    public long Durable { get; private set; }

    public long Safe { get; private set; }

    public long Bytes { get; private set; }

    public bool HasUnsent => Durable < LastSeq;

    private long FirstHeld => _held.Count == 0 ? LastSeq + 1 : _held[0].Event.Seq;

    public AgentEvent Append(AgentEvent e)
    {
        var held = HeldEvent.Of(e with { Seq = LastSeq + 1 });
        Add(held);
        return held.Event;
    }

    /// <summary>What is to be sent next, or null. Asking leaves no trace but one: these numbers may now be on the server.</summary>
    public Batch? Next(int atMost = Limits.ReportEvents)
    {
        var i = IndexOf(Durable + 1);
        var (events, bytes) = (new List<AgentEvent>(), 0);
        for (; i < _held.Count && events.Count < atMost; i++)
        {
            bytes += _held[i].Bytes + 1;
            if (events.Count > 0 && bytes > Limits.ReportBytes)
                break;
            events.Add(_held[i].Event);
        }

        if (events.Count == 0)
            return null;
        _sentHigh = Math.Max(_sentHigh, events[^1].LastSeq);
        return new(Epoch, events[0].Seq, CrcOf(events[0].Seq - 1), [.. events]);
    }

    public Batch Question() => new(Epoch, Durable + 1, null, []);

    /// <summary>Takes the server's word for how far the stream has come, forwards or back. False: it has what was never sent.</summary>
    public bool TryMoveTo(long durable, long safe, Func<long, long, AgentEvent> gap)
    {
        if (durable > _sentHigh || durable < 0)
            return false;
        Durable = durable;
        Safe = Math.Clamp(safe, 0, durable);
        Forget(Safe);
        Bridge(gap);
        return true;
    }

    /// <summary>The records that the server has not acknowledged, to be numbered anew in another epoch.</summary>
    public IReadOnlyList<AgentEvent> Unacknowledged() => [.. _held.Skip(IndexOf(Durable + 1)).Select(h => h.Event)];

    /// <summary>Forgets the oldest acknowledged records until at most so many bytes of them are held.</summary>
    public void ForgetAcknowledged(long keepBytes)
    {
        var acknowledged = IndexOf(Durable + 1);
        var bytes = 0L;
        for (var i = acknowledged - 1; i >= 0; i--)
            if ((bytes += _held[i].Bytes) > keepBytes)
            {
                Forget(_held[i].Event.LastSeq);
                return;
            }
    }

    private void Add(HeldEvent held)
    {
        _held.Add(held);
        Bytes += held.Bytes;
        LastSeq = held.Event.LastSeq;
    }

    private void Forget(long upTo)
    {
        var count = 0;
        while (count < _held.Count && _held[count].Event.LastSeq <= upTo)
        {
            Bytes -= _held[count].Bytes;
            _forgottenCrc = _held[count++].Crc;
        }

        _held.RemoveRange(0, count);
    }

    private uint? CrcOf(long lastSeq)
    {
        if (lastSeq <= 0)
            return null;
        var i = IndexOf(lastSeq);
        if (i < _held.Count && _held[i].Event.Seq <= lastSeq)
            return _held[i].Event.LastSeq == lastSeq ? _held[i].Crc : null;
        return lastSeq == FirstHeld - 1 ? _forgottenCrc : null;
    }

    /// <summary>The first record that ends at the number or after it.</summary>
    private int IndexOf(long seq)
    {
        var (low, high) = (0, _held.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_held[middle].Event.LastSeq < seq)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
