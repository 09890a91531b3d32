using Fleet.Contracts.Events;
using Fleet.GuestAgent.Machine.Ssh;

namespace Fleet.GuestAgent.Upkeep;

/// <summary>What became of a signed key set before anything was done.</summary>
/// <param name="Subject">As the order names it, be it true or not; null when the order cannot be read.</param>
/// <param name="Revision">As the order names it.</param>
/// <param name="Refused">Why nothing of it may be applied; null when it may.</param>
/// <param name="Set">Its sound keys; null when it was refused.</param>
/// <param name="Problems">Its keys that are not sound.</param>
internal sealed record CheckedKeySet(string? Subject, long Revision, string? Refused, VerifiedKeySet? Set, IReadOnlyList<KeyProblem> Problems);
