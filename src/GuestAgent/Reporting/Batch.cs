using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Reporting;

/// <summary>What one <c>Report</c> carries. Without events it asks how far the stream has come.</summary>
internal sealed record Batch(Guid Epoch, long FirstSeq, uint? CrcBefore, AgentEvent[] Events)
{
    public long LastSeq => Events.Length == 0 ? FirstSeq - 1 : Events[^1].LastSeq;
}
