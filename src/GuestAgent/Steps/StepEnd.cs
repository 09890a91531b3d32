using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Steps;

/// <summary>How a step ended.</summary>
/// <param name="Outcome">See <see cref="StepOutcome"/>.</param>
/// <param name="Message">For people.</param>
/// <param name="Attributes">For machines.</param>
internal sealed record StepEnd(StepOutcome Outcome, string? Message = null, IReadOnlyDictionary<string, string>? Attributes = null)
{
    public static StepEnd Succeeded { get; } = new(StepOutcome.Succeeded);

    /// <summary>Whether the boot is degraded by it.</summary>
    public bool IsFailure => Outcome is StepOutcome.Failed or StepOutcome.TimedOut or StepOutcome.Interrupted;

    public static StepEnd Failed(string message) => new(StepOutcome.Failed, message);

    public static StepEnd Skipped(string message) => new(StepOutcome.Skipped, message);
}
