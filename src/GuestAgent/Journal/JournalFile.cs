using System.Text.Json.Serialization;
using Fleet.Contracts;
using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Journal;

/// <summary>What a record is about.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Step">The step's path.</param>
/// <param name="Sha256">Of what the step acts on, lower-case hex.</param>
internal sealed record JournalKey(string Instance, string Step, string Sha256);

/// <summary>How far a step has come.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<JournalState>))]
internal enum JournalState
{
    Unknown,
    Started,
    Done,
}

/// <summary>One record.</summary>
internal sealed record JournalEntry(JournalKey Key, JournalState State, StepOutcome? Outcome);

/// <summary><c>/var/lib/fleet/journal.json</c></summary>
/// <param name="Instance">The instance of the last record.</param>
/// <param name="Entries">One for each key.</param>
internal sealed record JournalFile(string? Instance, IReadOnlyList<JournalEntry> Entries);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalFile))]
internal sealed partial class JournalJson : JsonSerializerContext;
