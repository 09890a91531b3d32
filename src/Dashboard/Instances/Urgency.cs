using Fleet.Contracts.Api;

namespace Fleet.Dashboard.Instances;

/// <summary>What an instance wants of the operator, and the order of the list: what needs them first, what is fine last.</summary>
internal sealed record Urgency(int Rank, bool NeedsYou, bool IsRunning, string Word)
{
    public static Urgency Of(Instance instance) => instance.Provisioning.State switch
    {
        ProvisioningState.Failed => new(0, true, false, "failed"),
        ProvisioningState.TimedOut => new(1, true, false, "timed out"),
        ProvisioningState.Degraded => new(2, true, false, "degraded"),
        // Offline is not here: a machine may be shut down on purpose, but none falls silent on purpose.
        var state when instance.Liveness == Liveness.Silent => new(3, true, state is ProvisioningState.Provisioning, "silent"),
        ProvisioningState.Provisioning => new(4, false, true, "provisioning"),
        ProvisioningState.Booting => new(5, false, true, "booting"),
        ProvisioningState.Pending => new(6, false, false, "pending"),
        _ => new(7, false, false, "provisioned"),
    };
}
