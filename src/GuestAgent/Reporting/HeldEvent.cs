using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Reporting;

/// <summary>A record of the spool, with what is asked of it often.</summary>
/// <param name="Event">The record.</param>
/// <param name="Bytes">Its JSON's length, an upper bound: this encoder escapes more than the hub's.</param>
/// <param name="Crc">Its checksum.</param>
internal readonly record struct HeldEvent(AgentEvent Event, int Bytes, uint Crc)
{
    public static HeldEvent Of(AgentEvent e) => new(e, Size(e), EventCrc.Of(e));

    public static int Size(AgentEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, ContractsJson.Default.AgentEvent).Length;
}
