using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Steps;

/// <summary>Makes free text into segments of step paths that differ: the second <c>etc-motd</c> becomes <c>etc-motd#2</c>.</summary>
internal sealed class SegmentNames
{
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);

    public string Of(string text)
    {
        var segment = StepPath.Segment(text);
        var count = _used[segment] = _used.GetValueOrDefault(segment) + 1;
        return count == 1 ? segment : $"{segment}#{count}";
    }
}
