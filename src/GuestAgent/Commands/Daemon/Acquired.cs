using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Upkeep;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>What the boot acts on, and with whom.</summary>
/// <param name="Server">The server.</param>
/// <param name="State">The document, and where the watch goes on from.</param>
/// <param name="UserData">Verified; null when there is none or it was refused.</param>
/// <param name="Failures">Steps on the way that failed without stopping it: a source not believed, user-data not signed.</param>
internal sealed record Acquired(FleetServer Server, DesiredState State, byte[]? UserData, IReadOnlyList<string> Failures);
