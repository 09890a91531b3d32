using Fleet.Contracts.Api;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>The part of an instance's status that events move.</summary>
internal sealed record ProvisioningStatus(ProvisioningState State, string? Reason = null, string? FailedStep = null, bool Late = false, Guid? BootId = null);
