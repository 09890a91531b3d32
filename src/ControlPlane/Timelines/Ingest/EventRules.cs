using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.Contracts.Orders;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>What an event must be to be stored as one. What breaks a rule is set aside with the rule's text (FT-27), and its stream goes on.</summary>
internal static class EventRules
{
    /// <summary>How many numbers a record occupies: a gap as many as it says, everything else one.</summary>
    public static long Occupies(AgentEvent e) => e is { Kind: EventKind.Gap, GapCount: > 0 and var count } ? count : 1;

    /// <summary>The rule that the event breaks, or null.</summary>
    public static string? Problem(AgentEvent e, InstanceId instance, ProjectId project)
    {
        if (!StepPath.IsValid(e.Path))
            return $"the path is not 1 to {Limits.StepPathChars} printable characters in segments joined by slashes";
        if (!Enum.IsDefined(e.Kind))
            return "the kind is unknown";
        if (e.Outcome is { } outcome && !Enum.IsDefined(outcome))
            return "the outcome is unknown";
        if (e.Kind == EventKind.Finished != e.Outcome.HasValue)
            return "an outcome goes with finished, and only with it";
        if (e.MonotonicNs < 0)
            return "the monotonic time is negative";
        if (e.GapCount is { } count && (e.Kind != EventKind.Gap || count < 1))
            return "a gap's count is 1 or more, and only a gap has one";
        if (e.Attributes is { Count: > Limits.EventAttributes })
            return $"more than {Limits.EventAttributes} attributes";
        if (e.Attributes is not null && e.Attributes.Values.Any(v => v is null))
            return "an attribute without a value";
        if (e.Confirms is { } confirms && ConfirmationProblem(confirms, instance, project) is { } problem)
            return problem;
        return IsTooLarge(e) ? $"larger than {Limits.EventBytes} bytes" : null;
    }

    /// <summary>The text it holds, in UTF-16 units.</summary>
    public static long Characters(AgentEvent e)
    {
        long sum = (e.Path?.Length ?? 0) + (e.Message?.Length ?? 0);
        if (e.Attributes is not null)
            foreach (var (key, value) in e.Attributes)
                sum += key.Length + (value?.Length ?? 0);
        if (e.Confirms is { } c)
            sum += (c.Refused?.Length ?? 0) + (c.Subject?.Length ?? 0) + (c.Problems?.Sum(p => 64L + (p?.Problem?.Length ?? 0)) ?? 0);
        return sum;
    }

    // A guest speaks for itself only (HB-12): its own keys, and those of the project it is in.
    private static string? ConfirmationProblem(KeySetConfirmation c, InstanceId instance, ProjectId project)
    {
        if (c.Subject != OrderSubject.Of(instance) && c.Subject != OrderSubject.Of(project))
            return "confirms a key set that is not its own";
        if (c.Revision < 1)
            return "confirms a revision below 1";
        return c.Problems is not null && c.Problems.Any(p => p?.Problem is null) ? "a key problem without its text" : null;
    }

    // JSON escapes one UTF-16 unit to six bytes at most, so that most events are known to fit without being serialised.
    private static bool IsTooLarge(AgentEvent e) =>
        1024 + 6 * Characters(e) > Limits.EventBytes && JsonSerializer.SerializeToUtf8Bytes(e, ContractsJson.Default.AgentEvent).Length > Limits.EventBytes;
}
