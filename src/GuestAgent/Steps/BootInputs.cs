using Fleet.Contracts.Agents;
using Fleet.GuestAgent.Machine.Ssh;

namespace Fleet.GuestAgent.Steps;

/// <summary>What the boot acts on. Everything in it has been verified by the caller.</summary>
/// <param name="Document">The instance's document; null when no server was reached.</param>
/// <param name="UserData">The body that the signed order names; null when there is none.</param>
/// <param name="FallbackHostname">The name to take when neither user-data nor the document has one.</param>
internal sealed record BootInputs(AgentDocument? Document, byte[]? UserData, string? FallbackHostname)
{
    /// <summary>Key sets whose signatures were verified. The caller confirms them to the server; the step <c>login/ssh-keys</c> applies them.</summary>
    public IReadOnlyList<VerifiedKeySet> PushedKeys { get; init; } = [];
}
