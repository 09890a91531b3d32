using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>An event to be set aside under its number.</summary>
internal sealed record DeadLetter(long StreamId, long Seq, string Reason, string Body)
{
    public static DeadLetter Of(long streamId, long seq, string reason, AgentEvent e)
    {
        // The default encoder writes ASCII only and escapes NUL: characters are bytes, and the text can be stored.
        var body = JsonSerializer.Serialize(e, ContractsJson.Default.AgentEvent);
        return new(streamId, seq, EventText.Clean(reason), body.Length <= Limits.EventBytes ? body : body[..Limits.EventBytes]);
    }
}
