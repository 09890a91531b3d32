using Fleet.Contracts.Events;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>
/// What the connection's <c>Hello</c> said of the running boot. It travels with the batches, because only an event opens a boot's row: a spool may
/// still hold the boot before, and the boot heard first must be the older one.
/// </summary>
internal sealed record HelloFacts(Guid BootId, BootOrigin Origin, double ClockOffsetMs);
