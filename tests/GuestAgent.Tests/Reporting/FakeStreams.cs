using Fleet.Contracts.Events;
using Fleet.Contracts.Hub;

namespace Fleet.GuestAgent.Tests.Reporting;

/// <summary>The server's side of the streams, as contract.md has it: no holes, overlaps trimmed, a fork when the record before is another one.</summary>
internal sealed class FakeStreams
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, List<AgentEvent>> _streams = [];

    public string DbEpoch { get; private set; } = "db-1";

    /// <summary>How far behind durable safe is.</summary>
    public long SafeLag { get; set; }

    public int Reports { get; private set; }

    public long Durable(Guid epoch)
    {
        lock (_gate)
            return _streams.TryGetValue(epoch, out var s) && s.Count > 0 ? s[^1].LastSeq : 0;
    }

    public ReportReply Report(Guid epoch, long firstSeq, uint? crcBefore, AgentEvent[] events)
    {
        lock (_gate)
        {
            Reports++;
            if (!_streams.TryGetValue(epoch, out var stream))
                _streams[epoch] = stream = [];
            var durable = stream.Count > 0 ? stream[^1].LastSeq : 0;
            if (events.Length > 0 && firstSeq <= durable + 1)
            {
                if (crcBefore is { } crc && stream.FirstOrDefault(e => e.LastSeq == firstSeq - 1) is { } before && EventCrc.Of(before) != crc)
                    return Reply(durable) with { Fork = true };
                stream.AddRange(events.Where(e => e.Seq > durable));
            }

            return Reply(stream.Count > 0 ? stream[^1].LastSeq : 0);
        }
    }

    /// <summary>The database is restored from a backup: of each stream the first so many records are left.</summary>
    public void Restore(int keep)
    {
        lock (_gate)
        {
            foreach (var stream in _streams.Values.Where(s => s.Count > keep))
                stream.RemoveRange(keep, stream.Count - keep);
            DbEpoch = "db-" + (int.Parse(DbEpoch[3..], null) + 1);
        }
    }

    /// <summary>Someone else wrote this number first: a machine that was rolled back.</summary>
    public void Overwrite(Guid epoch)
    {
        lock (_gate)
            if (_streams.TryGetValue(epoch, out var s) && s.Count > 0)
                s[^1] = s[^1] with { Message = "from another life" };
    }

    public IReadOnlyList<AgentEvent> Of(Guid epoch)
    {
        lock (_gate)
            return _streams.TryGetValue(epoch, out var s) ? [.. s] : [];
    }

    public IReadOnlyList<AgentEvent> All()
    {
        lock (_gate)
            return [.. _streams.OrderBy(s => s.Key).SelectMany(s => s.Value)];
    }

    public ReportReply Reply(long durable) => new() { Durable = durable, Safe = Math.Max(0, durable - SafeLag), DbEpoch = DbEpoch };
}
