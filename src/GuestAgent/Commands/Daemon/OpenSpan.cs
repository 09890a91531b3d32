using Fleet.Contracts.Events;
using Fleet.GuestAgent.Steps;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>The span that the way to the document is in, and why it has not ended: so that a deadline can say what was waited for.</summary>
internal sealed class OpenSpan(IStepSink sink)
{
    private readonly Lock _gate = new();
    private string? _path;
    private string? _problem;
    private bool _givenUp;

    public void Enter(string path)
    {
        lock (_gate)
        {
            if (_path == path)
                return;
            (_path, _problem) = (path, null);
            if (!_givenUp)
                sink.Started(path);
        }
    }

    /// <summary>A try failed. The same reason again is no news.</summary>
    public void Problem(string problem)
    {
        lock (_gate)
        {
            if (_problem == problem)
                return;
            _problem = problem;
            if (_path is { } path)
                sink.Progress(path, problem);
        }
    }

    public void Leave(StepOutcome outcome, string? message = null, IReadOnlyDictionary<string, string>? attributes = null)
    {
        lock (_gate)
        {
            if (_path is not { } path)
                return;
            if (_givenUp)
                sink.Started(path); // late: a span of its own, and a short one
            sink.Finished(path, outcome, message, attributes);
            (_path, _problem) = (null, null);
        }
    }

    /// <summary>The time is up: the span ends as failed. What comes of it later is told anew.</summary>
    /// <returns>The reason, with what it was waiting for.</returns>
    public string GiveUp()
    {
        lock (_gate)
        {
            var reason = $"{_path ?? "the document"}: {_problem ?? "no answer in time"}";
            if (_path is { } path)
                sink.Finished(path, StepOutcome.Failed, _problem ?? "no answer in time");
            _givenUp = true;
            return reason;
        }
    }
}
