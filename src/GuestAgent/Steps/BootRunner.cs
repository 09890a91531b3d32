using Fleet.Contracts.Events;
using Fleet.GuestAgent.Journal;
using Fleet.GuestAgent.Machine;

namespace Fleet.GuestAgent.Steps;

/// <summary>
/// Runs the steps of one stage in the plan's order. A step that fails is reported and the next one runs. The stage itself succeeds when it went through,
/// whatever became of its steps; its message counts what failed.
/// </summary>
internal sealed class BootRunner(Host host, IReadOnlyList<IBootStep>? plan = null)
{
    private readonly BootJournal _journal = new(host.Files);

    public async Task<StageResult> RunStageAsync(Stage stage, BootInputs inputs, IStepSink sink, CancellationToken ct)
    {
        var tally = new StepTally();
        sink.Started(stage.Path());
        var boot = new BootContext(host, _journal, inputs);
        foreach (var step in (plan ?? BootPlan.Steps).Where(s => s.Stage == stage))
        {
            ct.ThrowIfCancellationRequested();
            await new StepRun(boot, $"{stage.Path()}/{step.Name}", sink, tally).StepAsync(step, ct).ConfigureAwait(false);
        }

        if (stage == Stage.Final)
            NotRun.Report(boot, sink);

        var result = tally.Result;
        sink.Finished(stage.Path(), StepOutcome.Succeeded, result.Failed == 0 ? null : $"{result.Failed} failed, first {result.FirstFailedPath}");
        return result;
    }
}
