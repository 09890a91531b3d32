using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Steps;

/// <summary>Where the boot tells what it does. Calls come in order and may come from any thread; none of them may throw or wait for the network.</summary>
internal interface IStepSink
{
    /// <summary>A stage or a step begins.</summary>
    void Started(string path);

    /// <summary>It goes on; the message says with what.</summary>
    void Progress(string path, string message);

    /// <summary>A piece of its output, at most 8 KiB.</summary>
    void Output(string path, string text);

    /// <summary>It has ended. A message is a reason for people; attributes are for machines (<c>exitCode</c>).</summary>
    void Finished(string path, StepOutcome outcome, string? message = null, IReadOnlyDictionary<string, string>? attributes = null);
}
