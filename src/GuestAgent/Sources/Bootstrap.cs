using Fleet.Contracts;

namespace Fleet.GuestAgent.Sources;

/// <summary>What a source says: where the server is, whom to trust there, and who this machine is.</summary>
/// <param name="Server">The server's base address; https.</param>
/// <param name="CaPin">The pin that <paramref name="CaCertificate"/> has to have.</param>
/// <param name="CaCertificate">PEM.</param>
/// <param name="Instance">The instance; null when the source cannot tell.</param>
/// <param name="From">For people: what said so.</param>
internal sealed record Bootstrap(string Server, string CaPin, string CaCertificate, InstanceId? Instance, string From);
