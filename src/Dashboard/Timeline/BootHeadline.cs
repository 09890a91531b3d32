using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.Dashboard.Instances;

namespace Fleet.Dashboard.Timeline;

/// <summary>A boot's answer in words: how it ended, and why.</summary>
/// <param name="State">What its chip says.</param>
/// <param name="IsLate">It succeeded after its deadline.</param>
/// <param name="Outcome"><c>Provisioned in 1.24 s</c>.</param>
/// <param name="Step">The step that failed.</param>
/// <param name="Reason">The reason, with the guest's own text.</param>
internal sealed record BootHeadline(ProvisioningState State, bool IsLate, string Outcome, string? Step, string? Reason)
{
    /// <summary>For an instance that has reported no boot.</summary>
    public static BootHeadline Of(Instance instance) => new(
        instance.Provisioning.State,
        instance.Provisioning.Late,
        Looks.Of(instance.Provisioning.State, instance.Provisioning.Late).Text,
        instance.Provisioning.FailedStep,
        WithoutStep(instance.Provisioning.Reason, instance.Provisioning.FailedStep));

    public static BootHeadline Of(Boot boot, Instance instance, double lengthMs)
    {
        // The instance knows better what its own boot came to: deadlines, and the difference between degraded and failed.
        var isCurrent = instance.Provisioning.BootId == boot.BootId;
        var state = isCurrent ? instance.Provisioning.State : StateOf(boot);
        var failed = FirstFailure(boot);
        var step = (isCurrent ? instance.Provisioning.FailedStep : null) ?? failed?.Path;
        var reason = (isCurrent ? instance.Provisioning.Reason : null) ?? failed?.Message;
        return new BootHeadline(state, isCurrent && instance.Provisioning.Late, OutcomeText(state, DurationText.Of(lengthMs)), step, WithoutStep(reason, step));
    }

    private static ProvisioningState StateOf(Boot boot) => boot switch
    {
        { Outcome: null, EndedAt: null, NowMs: not null } => ProvisioningState.Provisioning,
        { Outcome: StepOutcome.Succeeded or StepOutcome.Skipped, FailedSteps: 0 } => ProvisioningState.Provisioned,
        { Outcome: StepOutcome.Succeeded or StepOutcome.Skipped } => ProvisioningState.Degraded,
        { Outcome: StepOutcome.TimedOut } => ProvisioningState.TimedOut,
        _ => ProvisioningState.Failed,
    };

    private static string OutcomeText(ProvisioningState state, string length) => state switch
    {
        ProvisioningState.Pending => "Not heard yet",
        ProvisioningState.Booting => $"Booting for {length}",
        ProvisioningState.Provisioning => $"Provisioning for {length}",
        ProvisioningState.Provisioned => $"Provisioned in {length}",
        ProvisioningState.Degraded => $"Degraded after {length}",
        ProvisioningState.Failed => $"Failed after {length}",
        ProvisioningState.TimedOut => $"Timed out after {length}",
    };

    // The deepest of those that failed says why; the stages above it only say that something did.
    private static BootSpan? FirstFailure(Boot boot) => boot.Spans
        .Where(span => span.Outcome is StepOutcome.Failed or StepOutcome.TimedOut or StepOutcome.Interrupted && span.Path != StepPath.Boot)
        .OrderByDescending(span => span.Message is not null)
        .ThenByDescending(span => span.Path.Count(c => c == '/'))
        .ThenBy(span => span.StartMs)
        .FirstOrDefault();

    // A reason may begin with the step that the page names anyway.
    private static string? WithoutStep(string? reason, string? step) =>
        reason is not null && step is not null && reason.StartsWith(step, StringComparison.Ordinal) ? reason[step.Length..].TrimStart(':', ' ') : reason;
}
