using System.Text.Json.Serialization;

namespace Fleet.Contracts.Events;

/// <summary>What an event says about its step.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<EventKind>))]
public enum EventKind
{
    /// <summary>The step began.</summary>
    Started,

    /// <summary>The step goes on; the message says with what.</summary>
    Progress,

    /// <summary>The step ended; <see cref="AgentEvent.Outcome"/> says how.</summary>
    Finished,

    /// <summary>A piece of the step's output, in the message.</summary>
    Output,

    /// <summary>Records that were dropped; it occupies their <see cref="AgentEvent.GapCount"/> numbers and the message says why.</summary>
    Gap,
}
