using System.Text.Json.Serialization;

namespace Fleet.Contracts.Events;

/// <summary>How a step, or a boot, ended.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<StepOutcome>))]
public enum StepOutcome
{
    /// <summary>Done as asked.</summary>
    Succeeded,

    /// <summary>Tried, and it did not work; the message is the reason.</summary>
    Failed,

    /// <summary>Not tried; the message says why.</summary>
    Skipped,

    /// <summary>Stopped because its time was up.</summary>
    TimedOut,

    /// <summary>Begun in an earlier life of the agent, and not safe to begin again.</summary>
    Interrupted,
}
