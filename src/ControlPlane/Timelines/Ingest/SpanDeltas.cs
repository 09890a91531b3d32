using Fleet.Contracts;
using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>What a group's events do to one span.</summary>
internal sealed class SpanDelta
{
    /// <summary>A <c>started</c> came: what was known of the span before does not count.</summary>
    public bool Restarts { get; set; }
    public long StartNs { get; set; }
    public long? EndNs { get; set; }
    public StepOutcome? Outcome { get; set; }
    public string? Message { get; set; }
}

/// <summary>Folds events into spans. A statement may touch a row once only, so that a group's events are folded here first.</summary>
internal sealed class SpanDeltas
{
    private readonly Dictionary<(BootRowId Boot, string Reporter, string Path), SpanDelta> deltas = [];

    public IReadOnlyDictionary<(BootRowId Boot, string Reporter, string Path), SpanDelta> All => deltas;

    /// <summary>Upkeep goes on for ever, and is no part of a boot; output and gaps are no steps.</summary>
    public static bool IsStep(AgentEvent e) =>
        e.Kind is EventKind.Started or EventKind.Progress or EventKind.Finished && StepPath.Stage(e.Path) != StepPath.Upkeep;

    public void Add(BootRowId boot, string reporter, AgentEvent e)
    {
        if (!IsStep(e))
            return;
        var key = (boot, reporter, e.Path);
        if (!deltas.TryGetValue(key, out var delta))
            deltas.Add(key, delta = new() { StartNs = e.MonotonicNs }); // an end without a start is a span of no length, at its end
        switch (e.Kind)
        {
            case EventKind.Started:
                (delta.Restarts, delta.StartNs, delta.EndNs, delta.Outcome, delta.Message) = (true, e.MonotonicNs, null, null, e.Message);
                break;
            case EventKind.Progress:
                delta.Message = e.Message;
                break;
            default:
                (delta.EndNs, delta.Outcome, delta.Message) = (e.MonotonicNs, e.Outcome, e.Message);
                break;
        }
    }
}
