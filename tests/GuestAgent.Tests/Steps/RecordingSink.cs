using Fleet.Contracts.Events;
using Fleet.GuestAgent.Steps;

namespace Fleet.GuestAgent.Tests.Steps;

/// <summary>Keeps what a boot told, one line an event: <c>failed final/runcmd/2: exit code 3</c>.</summary>
internal sealed class RecordingSink : IStepSink
{
    private readonly Lock _lock = new();

    public List<string> Lines { get; } = [];

    public Dictionary<string, string> Outputs { get; } = [];

    public Dictionary<string, IReadOnlyDictionary<string, string>?> Attributes { get; } = [];

    /// <summary>How each step ended, in order.</summary>
    public IEnumerable<string> Ends => Lines.Where(l => !l.StartsWith("started", StringComparison.Ordinal) && !l.StartsWith("progress", StringComparison.Ordinal));

    public void Started(string path) => Add($"started {path}");

    public void Progress(string path, string message) => Add($"progress {path}: {message}");

    public void Output(string path, string text)
    {
        lock (_lock)
            Outputs[path] = Outputs.GetValueOrDefault(path) + text;
    }

    public void Finished(string path, StepOutcome outcome, string? message = null, IReadOnlyDictionary<string, string>? attributes = null)
    {
        Attributes[path] = attributes;
        Add($"{(outcome == StepOutcome.Succeeded ? "ok" : outcome.ToString().ToLowerInvariant())} {path}{(message is null ? "" : $": {message}")}");
    }

    private void Add(string line)
    {
        lock (_lock)
            Lines.Add(line);
    }
}
