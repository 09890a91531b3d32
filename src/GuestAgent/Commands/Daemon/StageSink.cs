using Fleet.Contracts.Events;
using Fleet.GuestAgent.Steps;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>The login stage begins with the way to its document, before its runner does: the runner's own beginning of it is not told twice.</summary>
internal sealed class StageSink(IStepSink inner) : IStepSink
{
    private bool _loginOpen;

    public void Started(string path)
    {
        if (path == StepPath.Login)
        {
            if (_loginOpen)
                return;
            _loginOpen = true;
        }

        inner.Started(path);
    }

    public void Progress(string path, string message) => inner.Progress(path, message);

    public void Output(string path, string text) => inner.Output(path, text);

    public void Finished(string path, StepOutcome outcome, string? message = null, IReadOnlyDictionary<string, string>? attributes = null)
    {
        if (path == StepPath.Login)
            _loginOpen = false;
        inner.Finished(path, outcome, message, attributes);
    }
}
