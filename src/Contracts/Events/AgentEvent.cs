namespace Fleet.Contracts.Events;

/// <summary>
/// One record of a stream. <c>{"seq":7,"bootId":"…","path":"login/users/alice","kind":"finished","outcome":"succeeded",
/// "monotonicNs":812345678,"wallTime":"2026-11-22T19:28:00Z"}</c>
/// </summary>
public sealed record AgentEvent
{
    /// <summary>The place in the stream: starts at 1, has no holes. With the stream it is the event's identity and its order.</summary>
    public required long Seq { get; init; }

    /// <summary>The guest's boot id (<c>/proc/sys/kernel/random/boot_id</c>).</summary>
    public required Guid BootId { get; init; }

    /// <summary>Stage and step, joined by slashes: <c>login/users/alice</c>. <see cref="StepPath.Boot"/> is the boot itself.</summary>
    public required string Path { get; init; }

    /// <summary>What happened to the step.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>Only with <see cref="EventKind.Finished"/>.</summary>
    public StepOutcome? Outcome { get; init; }

    /// <summary>Nanoseconds since the boot's zero (see <see cref="BootOrigin"/>). Durations come from this clock alone.</summary>
    public required long MonotonicNs { get; init; }

    /// <summary>The guest's wall clock: data, never order.</summary>
    public required DateTimeOffset WallTime { get; init; }

    /// <summary>Text for people: a reason, a line of output.</summary>
    public string? Message { get; init; }

    /// <summary>Details for machines, such as <c>exitCode</c>.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>With <see cref="EventKind.Gap"/>: how many numbers the record occupies, from <see cref="Seq"/> on.</summary>
    public int? GapCount { get; init; }

    /// <summary>The guest has applied, or refused, a set of keys.</summary>
    public KeySetConfirmation? Confirms { get; init; }

    /// <summary>The last number that the record occupies.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long LastSeq => Seq + (GapCount ?? 1) - 1;
}
