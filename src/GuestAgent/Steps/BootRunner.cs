using Fleet.GuestAgent.Machine;

namespace Fleet.GuestAgent.Steps;

/// <summary>Runs the steps of one stage in the plan's order. A step that fails is reported and the next one runs.</summary>
internal sealed class BootRunner(Host host)
{
    public Task<StageResult> RunStageAsync(Stage stage, BootInputs inputs, IStepSink sink, CancellationToken ct) =>
        throw new NotImplementedException($"{host}{stage}{inputs}{sink}{ct}");
}
