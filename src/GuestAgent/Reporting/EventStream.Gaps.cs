using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Reporting;

/// <summary>Where numbers stand for records that are no longer there.</summary>
internal sealed partial class EventStream
{
    /// <summary>Drops the oldest records that were never sent, at least so many bytes of them, and puts one gap in their place.</summary>
    /// <returns>How many bytes that freed; 0 when there is nothing to drop.</returns>
    public long Drop(long atLeast, Func<long, long, AgentEvent> gap)
    {
        var from = IndexOf(Math.Max(_sentHigh, Durable) + 1);
        var (to, freed) = (from, 0L);
        while (to < _held.Count && freed < atLeast)
            freed += _held[to++].Bytes;
        if (to - from < 2)
            return 0; // one record for another would free nothing
        var replacement = HeldEvent.Of(gap(_held[from].Event.Seq, _held[to - 1].Event.LastSeq));
        _held.RemoveRange(from, to - from);
        _held.Insert(from, replacement);
        Bytes += replacement.Bytes - freed;
        return freed - replacement.Bytes;
    }

    // The server has less than it once had (its database was restored). What is no longer held goes as a gap; a gap that it has half of is cut.
    private void Bridge(Func<long, long, AgentEvent> gap)
    {
        var next = Durable + 1;
        if (next < FirstHeld)
        {
            _forgottenCrc = null; // of another record than the one before the gap
            var bridge = HeldEvent.Of(gap(next, FirstHeld - 1));
            _held.Insert(0, bridge);
            Bytes += bridge.Bytes;
            _sentHigh = Math.Max(_sentHigh, bridge.Event.LastSeq);
            return;
        }

        var i = IndexOf(next);
        if (i >= _held.Count || _held[i].Event.Seq == next)
            return;
        if (i == 0)
            _forgottenCrc = null;
        var cut = HeldEvent.Of(gap(next, _held[i].Event.LastSeq));
        Bytes += cut.Bytes - _held[i].Bytes;
        _held[i] = cut;
    }
}
