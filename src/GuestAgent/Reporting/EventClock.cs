using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Reporting;

/// <summary>What stamps an event: the boot, and both clocks.</summary>
/// <param name="BootId">The kernel's boot id.</param>
/// <param name="Origin">What zero means on the monotonic clock.</param>
/// <param name="MonotonicNs">Nanoseconds since that zero.</param>
/// <param name="Time">The wall clock, and every timer.</param>
internal sealed record EventClock(Guid BootId, BootOrigin Origin, Func<long> MonotonicNs, TimeProvider Time);
