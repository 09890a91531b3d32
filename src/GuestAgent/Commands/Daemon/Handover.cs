using System.Text;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Reporting;
using Fleet.GuestAgent.Steps;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>
/// What the stage before the network has to say, for the daemon to send: one event a line in <c>/run/fleet/handover.ndjson</c>, stamped when it
/// happened.
/// </summary>
internal sealed class Handover(StateFiles files, EventClock clock) : IStepSink
{
    public const string Path = "/run/fleet/handover.ndjson";

    public void Started(string path) => Write(clock.Stamp(path, EventKind.Started));

    public void Progress(string path, string message) => Write(clock.Stamp(path, EventKind.Progress) with { Message = message });

    public void Output(string path, string text) => Write(clock.Stamp(path, EventKind.Output) with { Message = text });

    public void Finished(string path, StepOutcome outcome, string? message = null, IReadOnlyDictionary<string, string>? attributes = null) =>
        Write(clock.Stamp(path, EventKind.Finished) with { Outcome = outcome, Message = message, Attributes = attributes });

    /// <summary>The events of this boot. A line that a crash has cut is left out.</summary>
    public IReadOnlyList<AgentEvent> Read()
    {
        var lines = files.Read(Path) is { } bytes ? Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        return [.. lines.Select(Parse).OfType<AgentEvent>().Where(e => e.BootId == clock.BootId)];
    }

    public void Delete() => files.Delete(Path);

    private void Write(AgentEvent e) => files.Append(Path, (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(e, ContractsJson.Default.AgentEvent), (byte)'\n']);

    private static AgentEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ContractsJson.Default.AgentEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
