using Fleet.Dashboard.Instances;
using Fleet.Dashboard.Live;
using Fleet.Dashboard.Timeline;
using Microsoft.AspNetCore.Components;

namespace Fleet.Dashboard.Components.Pages;

/// <summary>One boot as bars; without a boot's id, the instance's newest, also when a newer one begins.</summary>
public sealed partial class BootPage : LivePage
{
    private InstanceView? view;
    private BootTimelineViewModel? timeline;
    private BootHeadline? headline;
    private StepOutput? output;

    [Parameter]
    public string Project { get; set; } = "";

    [Parameter]
    public string Instance { get; set; } = "";

    [Parameter]
    public string? Boot { get; set; }

    /// <summary>The selected row, so that it is a link.</summary>
    [SupplyParameterFromQuery]
    public string? Step { get; set; }

    private protected override string WatchedProject => Project;

    private protected override string Shows => $"{Project}/{Instance}/{Boot}";

    // Four times a second is as often as a growing bar needs to move to look as if it grew.
    private protected override TimeSpan Beat => timeline?.IsRunning == true ? TimeSpan.FromMilliseconds(250) : TimeSpan.FromSeconds(5);

    private TimelineRow? Selected => timeline?.Rows.FirstOrDefault(row => row.Key == SelectedKey);

    // What failed is what the operator has come for. The step, not the stage around it.
    private string? SelectedKey => Step ?? timeline?.Rows.LastOrDefault(row => row.IsProblem && row.Key == headline?.Step)?.Key
        ?? timeline?.Rows.Where(row => row.IsProblem).MaxBy(row => row.Depth)?.Key;

    protected override async Task OnParametersSetAsync()
    {
        await base.OnParametersSetAsync();
        if (State == Phase.Shown && output?.Path != Selected?.Key)
            await TryAsync(ReadOutputAsync);
    }

    protected override bool ShouldRender()
    {
        Arrange();
        return true;
    }

    private protected override async Task ReadAsync(FeedBatch batch, CancellationToken cancellationToken)
    {
        if (view is not null && !batch.Everything && !view.IsTouchedBy(batch))
            return;
        view = await InstanceView.ReadAsync(Client, Project, Instance, Boot, view, batch, Time, cancellationToken);
        Arrange();
        StateHasChanged();
        await ReadOutputAsync(cancellationToken);
    }

    private async Task ReadOutputAsync(CancellationToken cancellationToken) =>
        output = view?.Boot is { } boot && Selected is { Kind: RowKind.Step or RowKind.Stage } row
            ? await StepOutput.ReadAsync(Client, Project, Instance, boot, row.Key, cancellationToken)
            : null;

    private void Arrange()
    {
        if (view?.Boot is not { } boot)
        {
            (timeline, headline) = (null, view is null ? null : BootHeadline.Of(view.Instance));
            return;
        }

        timeline = BootTimelineViewModel.Create(boot, BootClock.Now(boot, Now - view.ReadAt));
        headline = BootHeadline.Of(boot, view.Instance, timeline.LengthMs);
    }

    private string LinkTo(TimelineRow row) => $"{(Boot is null ? Links.Instance(Project, Instance) : $"{Links.Instance(Project, Instance)}/boots/{Boot}")}?step={Uri.EscapeDataString(row.Key)}";
}
