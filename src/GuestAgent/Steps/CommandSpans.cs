using System.Globalization;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Machine.Running;

namespace Fleet.GuestAgent.Steps;

/// <summary>The spans of the commands of one script, opened and closed by its marks.</summary>
internal sealed class CommandSpans(StepRun run, int count)
{
    private int _open;
    private int _last;
    private int _failed;

    public void Mark(string word, int number, int code)
    {
        if (word == "start" && number == _last + 1)
        {
            (_open, _last) = (number, number);
            run.Sink.Started(Span(number).Path);
        }
        else if (word == "end" && number == _open)
            Close(number, code == 0 ? StepOutcome.Succeeded : StepOutcome.Failed, code == 0 ? null : $"exit code {code}", Code(code));
    }

    public void Output(int number, string text) => run.Sink.Output(number == 0 ? run.Path : Span(number).Path, text);

    /// <summary>The script is over: closes what is open, and says of the rest that it was not reached.</summary>
    public StepEnd End(ProcessResult result)
    {
        var last = _last;
        if (_open > 0)
            Close(_open, result.TimedOut ? StepOutcome.TimedOut : result.Succeeded ? StepOutcome.Succeeded : StepOutcome.Failed,
                $"it ended the script: {result.Reason}", result.Attributes);
        for (var n = last + 1; n <= count; n++)
        {
            run.Sink.Started(Span(n).Path);
            Span(n).Finish(StepEnd.Skipped(last == 0 ? $"the script did not start: {result.Reason}" : $"not reached: command {last} ended the script"));
        }

        // Nothing began: the shell itself failed.
        if (last == 0 && count > 0)
            return new(StepOutcome.Failed, $"the script did not start: {result.Reason}", result.Attributes);
        return _failed == 0 ? StepEnd.Succeeded : StepEnd.Failed($"{_failed} of {count} commands failed");
    }

    private void Close(int number, StepOutcome outcome, string? message, Dictionary<string, string> attributes)
    {
        _open = 0;
        var end = new StepEnd(outcome, message, attributes);
        _failed += end.IsFailure ? 1 : 0;
        Span(number).Finish(end);
    }

    private StepRun Span(int number) => run.Child(number.ToString(CultureInfo.InvariantCulture));

    private static Dictionary<string, string> Code(int code) => new() { ["exitCode"] = code.ToString(CultureInfo.InvariantCulture) };
}
