using Fleet.Contracts.Api;
using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>
/// The provisioning state machine, for what guests report (a deadline that has passed is judged when the status is read, and nothing sets one yet). A reboot never un-provisions: once provisioned or
/// degraded, no later boot changes that. To add a state, add it to both tables: the compiler demands it.
/// </summary>
internal static class ProvisioningTransitions
{
    public static ProvisioningStatus Next(ProvisioningStatus now, ProvisioningFact fact) => fact switch
    {
        BootHeard heard => Heard(now, heard),
        BootEnded ended => Ended(now, ended),
        _ => throw new InvalidOperationException($"no transition for {fact.GetType().Name}"),
    };

    private static ProvisioningStatus Heard(ProvisioningStatus now, BootHeard fact) => now.State switch
    {
        ProvisioningState.Pending or ProvisioningState.Booting => Provisioning(fact.BootId),
        // It rebooted before it was done: the newer boot is the one to wait for. A deadline that has passed stays passed until an end comes.
        ProvisioningState.Provisioning or ProvisioningState.TimedOut => fact.First || now.BootId is null ? now with { BootId = fact.BootId } : now,
        // A boot after a failed one is another try.
        ProvisioningState.Failed => fact.First && now.BootId != fact.BootId ? Provisioning(fact.BootId) : now,
        ProvisioningState.Provisioned or ProvisioningState.Degraded => now,
    };

    private static ProvisioningStatus Ended(ProvisioningStatus now, BootEnded fact) => now.State switch
    {
        ProvisioningState.Pending or ProvisioningState.Booting => End(now, fact),
        ProvisioningState.Provisioning or ProvisioningState.TimedOut or ProvisioningState.Failed => IsOvertaken(now, fact) ? now : End(now, fact),
        ProvisioningState.Provisioned or ProvisioningState.Degraded => now,
    };

    // The failure of a boot that a newer one has followed says nothing of the newer one; a success is a success.
    private static bool IsOvertaken(ProvisioningStatus now, BootEnded fact) => now.BootId is { } current && current != fact.BootId && IsFailure(fact.Outcome);

    private static ProvisioningStatus End(ProvisioningStatus now, BootEnded fact)
    {
        var step = fact.FirstFailure is { } leaf ? leaf.Message is null ? leaf.Path : $"{leaf.Path}: {leaf.Message}" : null;
        if (IsFailure(fact.Outcome))
            return new(ProvisioningState.Failed, fact.Message ?? step ?? "the boot did not come to its end", fact.FirstFailure?.Path, BootId: fact.BootId);
        var late = now.State == ProvisioningState.TimedOut || fact.AfterDeadline;
        return fact.FirstFailure is { } first
            ? new(ProvisioningState.Degraded, step, first.Path, late, fact.BootId)
            : new(ProvisioningState.Provisioned, Late: late, BootId: fact.BootId);
    }

    private static ProvisioningStatus Provisioning(Guid bootId) => new(ProvisioningState.Provisioning, BootId: bootId);

    private static bool IsFailure(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Succeeded or StepOutcome.Skipped => false,
        StepOutcome.Failed or StepOutcome.TimedOut or StepOutcome.Interrupted => true,
    };
}
