using System.Globalization;

namespace Fleet.GuestAgent.Machine.Running;

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">Its code; null when a signal ended it.</param>
/// <param name="Signal">The signal that ended it.</param>
/// <param name="TimedOut">It was stopped because its time was up.</param>
internal sealed record ProcessResult(int? ExitCode, int? Signal, bool TimedOut)
{
    /// <summary>Ended by itself, with 0.</summary>
    public bool Succeeded => ExitCode == 0 && !TimedOut;

    /// <summary>For people: <c>exit code 3</c>, <c>killed by signal 9</c>, <c>its time was up</c>.</summary>
    public string Reason => TimedOut ? "its time was up" : Signal is { } signal ? $"killed by signal {signal}" : $"exit code {ExitCode}";

    /// <summary>For machines: <c>exitCode</c> or <c>signal</c>.</summary>
    public Dictionary<string, string> Attributes => Signal is { } signal
        ? new() { ["signal"] = signal.ToString(CultureInfo.InvariantCulture) }
        : new() { ["exitCode"] = (ExitCode ?? 0).ToString(CultureInfo.InvariantCulture) };
}
