using Fleet.Dashboard.Instances;
using Fleet.Dashboard.Live;
using Microsoft.AspNetCore.Components;

namespace Fleet.Dashboard.Components.Pages;

/// <summary>The instances of a project: what needs the operator first.</summary>
public sealed partial class FleetPage : LivePage
{
    private InstanceSet? set;

    /// <summary>The project's name; without one, the project that always exists.</summary>
    [Parameter]
    public string? Project { get; set; }

    private protected override string WatchedProject => Project ?? "default";

    private protected override string Shows => WatchedProject;

    // Seconds are counted while something runs; otherwise the page only says how long ago things were.
    private protected override TimeSpan Beat => TimeSpan.FromSeconds(set?.IsBusy == true ? 1 : 5);

    private IReadOnlyList<InstanceRow> Rows { get; set; } = [];

    private bool IsCut => set?.IsCut == true;

    private FleetHeadline Heading { get; set; } = FleetHeadline.Of([]);

    private protected override async Task ReadAsync(FeedBatch batch, CancellationToken cancellationToken)
    {
        if (set is null || set.Project != WatchedProject)
            set = new InstanceSet(WatchedProject);
        await set.ReadAsync(Client, batch, cancellationToken);
        Draw();
        StateHasChanged();
        // The list stands before its strips do: they are two reads a row.
        await set.ReadBootsAsync(Client, batch, Time, cancellationToken);
        Draw();
    }

    private void Draw()
    {
        Heading = FleetHeadline.Of(set!.Instances);
        Rows = InstanceRow.Sort(set.Instances, set.Boots);
    }
}
