using System.Net;
using Fleet.Client;
using Microsoft.AspNetCore.Components;

namespace Fleet.Dashboard.Live;

/// <summary>
/// A page that reads through the circuit's client, reads anew on every hint of its project's feed, and redraws on a beat while something runs.
/// </summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(3);

    // One read at a time: of two that overlap, the older answer could come last and stay.
    private readonly SemaphoreSlim reading = new(1);
    private CancellationTokenSource life = new();
    private FeedSubscription? subscription;
    private Ticker? ticker;
    private string? shown;
    private DateTimeOffset failedAt;

    [Inject]
    internal IDashboardSession Session { get; set; } = null!;

    [Inject]
    internal ProjectFeed Feed { get; set; } = null!;

    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    internal enum Phase
    {
        Loading,
        Shown,
        Missing,
    }

    internal FleetClient Client => Session.Client;

    internal Phase State { get; private set; }

    /// <summary>Whether the feed stands.</summary>
    internal bool IsLive { get; private set; }

    /// <summary>Why the last read failed; what was read before stays on the page.</summary>
    internal string? Problem { get; private set; }

    internal DateTimeOffset Now => Time.GetUtcNow();

    private protected abstract string WatchedProject { get; }

    /// <summary>Names what the page shows: when it changes, everything is read anew.</summary>
    private protected abstract string Shows { get; }

    /// <summary>How often to redraw.</summary>
    private protected abstract TimeSpan Beat { get; }

    /// <summary>Reads what changed.</summary>
    private protected abstract Task ReadAsync(FeedBatch batch, CancellationToken cancellationToken);

    public void Dispose()
    {
        life.Cancel();
        subscription?.Dispose();
        ticker?.Dispose();
        life.Dispose();
        reading.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (shown == Shows)
            return;
        shown = Shows;
        life.Cancel();
        life.Dispose();
        life = new CancellationTokenSource();
        var page = life.Token;
        State = Phase.Loading;
        subscription?.Dispose();
        subscription = Feed.Subscribe(WatchedProject, batch => InvokeAsync(() => TakeAsync(batch, page)));
        ticker ??= new Ticker(Time, () => Beat, () => InvokeAsync(TickAsync));
        await TakeAsync(FeedBatch.All(subscription.IsLive), page);
    }

    private async Task TickAsync()
    {
        // What a failed read was told of is told by no one again.
        if (Problem is not null && Now - failedAt >= RetryPause)
            await TakeAsync(FeedBatch.All(IsLive), life.Token);
        else if (!life.IsCancellationRequested)
            StateHasChanged();
    }

    /// <summary>A read beside the feed's, such as for another selection.</summary>
    private protected async Task TryAsync(Func<CancellationToken, Task> read)
    {
        try
        {
            await read(life.Token);
        }
        catch (Exception failure) when (Trouble.IsExpected(failure))
        {
            (Problem, failedAt) = (Trouble.Of(failure), Now);
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // the page is gone
        }
    }

    private async Task TakeAsync(FeedBatch batch, CancellationToken page)
    {
        IsLive = batch.IsLive;
        try
        {
            await reading.WaitAsync(page);
            try
            {
                // While something is amiss, nothing less than everything puts it right.
                await ReadAsync(Problem is null && State == Phase.Shown ? batch : FeedBatch.All(batch.IsLive), page);
                (State, Problem) = (Phase.Shown, null);
            }
            finally
            {
                reading.Release();
            }
        }
        catch (FleetApiException gone) when (gone.Status == HttpStatusCode.NotFound)
        {
            (State, Problem) = (Phase.Missing, null);
        }
        catch (Exception failure) when (Trouble.IsExpected(failure))
        {
            (Problem, failedAt) = (Trouble.Of(failure), Now);
        }
        catch (Exception left) when (left is OperationCanceledException or ObjectDisposedException && page.IsCancellationRequested)
        {
            return;
        }

        StateHasChanged();
    }
}
