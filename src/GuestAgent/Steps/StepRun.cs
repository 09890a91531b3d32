using System.Security.Cryptography;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Journal;
using Fleet.GuestAgent.Machine;

namespace Fleet.GuestAgent.Steps;

/// <summary>One run of a step, or of a part of one: its place in the timeline and in the journal.</summary>
internal sealed class StepRun(BootContext boot, string path, IStepSink sink, StepTally tally)
{
    public BootContext Boot { get; } = boot;

    public Host Host => Boot.Host;

    /// <summary><c>login/users/alice</c></summary>
    public string Path { get; } = path;

    public IStepSink Sink { get; } = sink;

    /// <summary>Runs a step, if it has work.</summary>
    public async Task StepAsync(IBootStep step, CancellationToken ct)
    {
        bool hasWork;
        try
        {
            hasWork = step.HasWork(Boot);
        }
        catch (MachineException)
        {
            // What it looked at cannot be read: the run will say so.
            hasWork = true;
        }

        if (hasWork)
            await SpanAsync(run => step.RunAsync(run, ct)).ConfigureAwait(false);
    }

    /// <summary>Runs something as a span: started, finished, and never an exception but that the agent stops.</summary>
    public async Task<StepEnd> SpanAsync(Func<StepRun, Task<StepEnd>> body)
    {
        Sink.Started(Path);
        StepEnd end;
        try
        {
            end = await body(this).ConfigureAwait(false);
        }
        catch (MachineException e)
        {
            end = StepEnd.Failed(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of ours. It fails this step alone, and says so in the timeline rather than in a log that nobody can reach.
            end = StepEnd.Failed($"a fault in fleet-agent: {e.GetType().Name}: {e.Message}");
        }

        Finish(end);
        return end;
    }

    /// <summary>A part of this step, as a span below its own.</summary>
    public Task<StepEnd> ChildAsync(string name, Func<StepRun, Task<StepEnd>> body) => Child(name).SpanAsync(body);

    /// <summary>A part whose span is opened and closed by hand.</summary>
    public StepRun Child(string name) => new(Boot, $"{Path}/{name}", Sink, tally);

    public void Finish(StepEnd end)
    {
        tally.Count(Path, end);
        Sink.Finished(Path, end.Outcome, end.Message, end.Attributes);
    }

    /// <summary>Whether this step has been done for this instance and this content in an earlier boot.</summary>
    public bool IsDone(ReadOnlySpan<byte> content) => Boot.Journal.StateOf(Key(content)) == JournalState.Done;

    /// <summary>Runs a step once for an instance and a content, as cloud-init's per-instance frequency does: later boots leave to the machine's users what they have changed.</summary>
    /// <param name="kind">Whether a run that was cut short, or one that failed, may be run again (<see cref="StepKind.Ensure"/>) or not (<see cref="StepKind.Once"/>).</param>
    /// <param name="content">All that the step acts on.</param>
    /// <param name="body">The step.</param>
    public async Task<StepEnd> OnceAsync(StepKind kind, byte[] content, Func<Task<StepEnd>> body)
    {
        var key = Key(content);
        switch (Boot.Journal.StateOf(key))
        {
            case JournalState.Done:
                return StepEnd.Skipped("ran in an earlier boot");
            case JournalState.Started when kind == StepKind.Once:
                // Told once: the next boot skips it.
                Boot.Journal.Done(key, StepOutcome.Interrupted);
                return new(StepOutcome.Interrupted, "began in an earlier boot that was cut short; it is not run a second time");
            default:
                break;
        }

        if (kind == StepKind.Once)
            Boot.Journal.Started(key);
        var end = await body().ConfigureAwait(false);
        if (kind == StepKind.Once || !end.IsFailure)
            Boot.Journal.Done(key, end.Outcome);
        return end;
    }

    private JournalKey Key(ReadOnlySpan<byte> content) => new(Boot.Instance, Path, Convert.ToHexStringLower(SHA256.HashData(content)));
}
