using Fleet.Client;
using Fleet.Contracts.Api;
using Fleet.Contracts.Events;

namespace Fleet.Dashboard.Timeline;

/// <summary>A line that a step said.</summary>
/// <param name="AtMs">When, on the boot's clock.</param>
/// <param name="Kind">As what.</param>
/// <param name="Text">The guest's own text.</param>
public sealed record OutputLine(double AtMs, EventKind Kind, string Text);

/// <summary>What a step said while it ran.</summary>
/// <param name="Path">The step.</param>
/// <param name="Lines">In its order.</param>
/// <param name="IsCut">The boot has more events than were read.</param>
public sealed record StepOutput(string Path, IReadOnlyList<OutputLine> Lines, bool IsCut)
{
    private const int PageSize = 500;
    private const int MostPages = 4;

    public static async Task<StepOutput> ReadAsync(FleetClient client, string project, string instance, Boot boot, string path, CancellationToken cancellationToken)
    {
        var lines = new List<OutputLine>();
        string? token = null;
        for (var page = 0; page < MostPages; page++)
        {
            var list = await client.ListBootEventsAsync(
                project, instance, boot.Id.ToString(), new ListOptions { PageSize = PageSize, PageToken = token }, cancellationToken);
            lines.AddRange(Of(list.Events, path));
            token = list.NextPageToken;
            if (token is null)
                break;
        }

        return new StepOutput(path, lines, token is not null);
    }

    private static IEnumerable<OutputLine> Of(IEnumerable<AgentEvent> events, string path) => events
        .Where(e => e.Path == path && e.Message is not null && e.Kind is EventKind.Output or EventKind.Progress or EventKind.Gap)
        .Select(e => new OutputLine(e.MonotonicNs / 1e6, e.Kind, e.Message!.TrimEnd('\n')));
}
