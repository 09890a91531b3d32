using System.Globalization;
using Fleet.Contracts.Events;
using Fleet.UserData;

namespace Fleet.GuestAgent.Steps;

/// <summary>Says whether the user-data could be read. User-data with a fault fails here and nowhere else: the name and pushed keys are still applied.</summary>
internal sealed class UserDataStep : IBootStep
{
    public string Name => "user-data";

    public Stage Stage => Stage.Login;

    public StepKind Kind => StepKind.Ensure;

    public bool HasWork(BootContext boot) => boot.UserData is not null;

    public Task<StepEnd> RunAsync(StepRun run, CancellationToken ct)
    {
        var result = run.Boot.UserData!;
        if (!result.IsValid)
            return Task.FromResult(new StepEnd(StepOutcome.Failed, string.Join("; ", result.Errors.Take(5).Select(Text)), Attributes(result.Errors)));
        foreach (var notice in result.Document.Notices.Where(n => n.Kind != UserDataNoticeKind.NotRunYet))
            run.Sink.Progress(run.Path, $"{notice.Path}: {notice.Message}");
        return Task.FromResult(StepEnd.Succeeded);
    }

    // The texts never repeat a value of the user-data, which may be secret.
    private static string Text(UserDataError error) =>
        $"{(error.Line is { } line ? $"line {line}, column {error.Column ?? 1}: " : "")}{(error.Path is { } path ? $"{path}: " : "")}{error.Message}";

    private static Dictionary<string, string> Attributes(IReadOnlyList<UserDataError> errors)
    {
        var attributes = new Dictionary<string, string> { ["code"] = errors[0].Code, ["errors"] = errors.Count.ToString(CultureInfo.InvariantCulture) };
        if (errors[0].Line is { } line)
            attributes["line"] = line.ToString(CultureInfo.InvariantCulture);
        if (errors[0].Column is { } column)
            attributes["column"] = column.ToString(CultureInfo.InvariantCulture);
        return attributes;
    }
}
