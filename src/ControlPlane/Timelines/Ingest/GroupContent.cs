using Fleet.Contracts;
using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>What the accepted events of a group come to, per boot and per instance: gathered in memory before the first row is written.</summary>
internal sealed class GroupContent
{
    private readonly HashSet<InstanceId> spanned = [];

    public Dictionary<(Guid Instance, Guid BootId), BootTouch> Boots { get; } = [];
    public Confirmations Confirmations { get; } = new();
    public SpanDeltas Spans { get; } = new();
    public IReadOnlyCollection<InstanceId> Spanned => spanned;

    /// <summary>Which boots there are: all that is needed to lock their rows.</summary>
    public static GroupContent Of(IReadOnlyCollection<StreamPlan> plans, ILookup<StreamKey, Batch> batches)
    {
        var content = new GroupContent();
        foreach (var plan in plans)
        {
            foreach (var e in plan.Accepted)
                content.Touch(plan.Key.Instance, e);
            foreach (var hello in batches[plan.Key].Select(b => b.Hello))
                if (hello is not null && content.Boots.TryGetValue((plan.Key.Instance.Value, hello.BootId), out var boot))
                    (boot.Origin, boot.ClockOffsetMs) = (hello.Origin, hello.ClockOffsetMs);
        }

        return content;
    }

    /// <summary>Boots beyond the cap have got no row: their events are set aside. Keys that such an event confirms are in force all the same.</summary>
    public void RefuseBootsWithoutRow(IReadOnlyCollection<StreamPlan> plans)
    {
        var refused = Boots.Where(b => b.Value.Id == default).Select(b => b.Key).ToHashSet();
        if (refused.Count == 0)
            return;
        foreach (var plan in plans)
            plan.Refuse(e => refused.Contains((plan.Key.Instance.Value, e.BootId)), $"the instance has opened {IngestCaps.BootsPerDay} boots within a day");
        foreach (var key in refused)
            Boots.Remove(key);
    }

    /// <summary>Folds the events into spans, once the boots' rows are known.</summary>
    public void Fold(IReadOnlyCollection<StreamPlan> plans)
    {
        foreach (var plan in plans)
            foreach (var e in plan.Accepted)
                if (SpanDeltas.IsStep(e))
                {
                    Spans.Add(Boots[(plan.Key.Instance.Value, e.BootId)].Id, plan.Key.Reporter, e);
                    spanned.Add(plan.Key.Instance);
                }
    }

    /// <summary>The facts for the state machine, in the order of each stream.</summary>
    public Dictionary<InstanceId, List<ProvisioningFact>> Facts(IReadOnlyCollection<StreamPlan> plans)
    {
        var facts = new Dictionary<InstanceId, List<ProvisioningFact>>();
        foreach (var plan in plans)
        {
            BootTouch? boot = null;
            foreach (var e in plan.Accepted)
            {
                if (!facts.TryGetValue(plan.Key.Instance, out var list))
                    facts.Add(plan.Key.Instance, list = []);
                if (boot?.BootId != e.BootId)
                {
                    boot = Boots[(plan.Key.Instance.Value, e.BootId)];
                    list.Add(new BootHeard(e.BootId, boot.IsNew));
                }

                if (e is { Path: StepPath.Boot, Kind: EventKind.Finished, Outcome: { } outcome })
                    list.Add(new BootEnded(e.BootId, outcome, e.Message, boot.Failures.Count > 0 ? boot.Failures[0] : null, AfterDeadline: false));
            }
        }

        return facts;
    }

    private void Touch(InstanceId instance, AgentEvent e)
    {
        var key = (instance.Value, e.BootId);
        if (!Boots.TryGetValue(key, out var boot))
            Boots.Add(key, boot = new(instance, e.BootId));
        boot.LatestNs = Math.Max(boot.LatestNs, e.MonotonicNs);
        boot.NeedsCount |= SpanDeltas.IsStep(e) && (e.Path == StepPath.Boot || e.Outcome is not (null or StepOutcome.Succeeded or StepOutcome.Skipped));
        if (e.Confirms is { } confirms)
            Confirmations.Add(instance, confirms);
    }
}
