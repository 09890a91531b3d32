namespace Fleet.GuestAgent.Steps;

/// <summary>Counts what failed in one stage. A step that failed because a part of it did is not counted again.</summary>
internal sealed class StepTally
{
    private readonly List<(string Path, string? Message)> _failed = [];

    public void Count(string path, StepEnd end)
    {
        if (end.IsFailure && !_failed.Exists(f => f.Path.StartsWith(path + "/", StringComparison.Ordinal)))
            _failed.Add((path, end.Message));
    }

    public StageResult Result => _failed is [var first, ..] ? new(_failed.Count, first.Path, first.Message) : new(0, null, null);
}
