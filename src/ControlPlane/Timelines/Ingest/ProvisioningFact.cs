using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>Something that a guest made known about one of its boots.</summary>
internal abstract record ProvisioningFact(Guid BootId);

/// <summary>An event of the boot came.</summary>
/// <param name="BootId">The guest's boot id.</param>
/// <param name="First">Nothing had been heard of this boot before.</param>
internal sealed record BootHeard(Guid BootId, bool First) : ProvisioningFact(BootId);

/// <summary>The boot came to its end.</summary>
/// <param name="BootId">The guest's boot id.</param>
/// <param name="Outcome">How.</param>
/// <param name="Message">What the boot itself said.</param>
/// <param name="FirstFailure">The leaf step that failed first; null when none did.</param>
/// <param name="AfterDeadline">The deadline had passed, by the database's clock.</param>
internal sealed record BootEnded(Guid BootId, StepOutcome Outcome, string? Message, FailedLeaf? FirstFailure, bool AfterDeadline) : ProvisioningFact(BootId);
