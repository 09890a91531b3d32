using Fleet.Contracts.Events;
using Fleet.GuestAgent.Steps;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>The stage before the network: there is nobody to report to yet, so the daemon gets its events through a file.</summary>
internal static class LocalStage
{
    /// <returns>0, or 2 when a step failed.</returns>
    public static async Task<int> RunAsync(AgentRuntime agent, CancellationToken ct)
    {
        agent.Handover.Delete();
        agent.Handover.Started(StepPath.Boot);
        var result = await agent.Runner.RunStageAsync(Stage.Local, new(null, null, null), agent.Handover, ct).ConfigureAwait(false);
        return result.Failed == 0 ? 0 : 2;
    }
}
