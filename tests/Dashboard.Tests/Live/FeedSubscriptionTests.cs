using System.Collections.Concurrent;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.Dashboard.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.Dashboard.Tests.Live;

public sealed class FeedSubscriptionTests
{
    private readonly FakeTimeProvider time = new();
    private readonly ConcurrentQueue<FeedBatch> batches = new();

    [Fact]
    public async Task Publish_Many_FirstAtOnceThenTogether()
    {
        using var subscription = Subscribe();
        subscription.Publish(Change());
        await UntilAsync(1);

        for (var i = 0; i < 50; i++)
            subscription.Publish(Change());
        time.Advance(FeedSubscription.Pace - TimeSpan.FromMilliseconds(1));
        await SettleAsync();
        Assert.Single(batches);

        time.Advance(TimeSpan.FromMilliseconds(1));
        await UntilAsync(2);
        Assert.Equal(50, batches.Last().Changes.Count);
    }

    [Fact]
    public async Task Publish_ASecondOfNoise_TenBatchesAndTheFirstAtMost()
    {
        using var subscription = Subscribe();
        for (var step = 0; step < 100; step++)
        {
            subscription.Publish(Change());
            await Task.Delay(2, TestContext.Current.CancellationToken);
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        // one second has passed on the subscription's clock
        Assert.InRange(batches.Count, 2, 11);
    }

    [Fact]
    public async Task Publish_SameChangeTwice_IsOne()
    {
        using var subscription = Subscribe();
        subscription.Publish(Change());
        await UntilAsync(1);
        var twice = Change();
        subscription.Publish(twice);
        subscription.Publish(twice);
        time.Advance(FeedSubscription.Pace);
        await UntilAsync(2);

        Assert.Equal(twice, Assert.Single(batches.Last().Changes));
    }

    [Fact]
    public async Task Publish_MoreThanItHolds_BecomesEverything()
    {
        using var subscription = Subscribe();
        subscription.Publish(Change());
        await UntilAsync(1);
        for (var i = 0; i < 1000; i++)
            subscription.Publish(Change());
        time.Advance(FeedSubscription.Pace);
        await UntilAsync(2);

        Assert.True(batches.Last().Everything);
    }

    [Fact]
    public async Task Publish_LostThenReset_LiveAgainAndEverything()
    {
        using var subscription = Subscribe();
        subscription.Publish(new ProjectChange(ProjectChange.Lost, null));
        await UntilAsync(1);
        Assert.False(batches.Last().IsLive);

        subscription.Publish(new ProjectChange(ProjectChange.Reset, null));
        time.Advance(FeedSubscription.Pace);
        await UntilAsync(2);
        Assert.Equal((true, true), (batches.Last().IsLive, batches.Last().Everything));
    }

    [Fact]
    public async Task Publish_PageThrows_TheNextIsStillDelivered()
    {
        var calls = 0;
        using var subscription = new FeedSubscription(
            true, _ => Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("a page") : Task.CompletedTask, _ => { }, time, NullLogger.Instance);
        subscription.Publish(Change());
        await UntilAsync(() => Volatile.Read(ref calls) == 1);
        subscription.Publish(Change());
        time.Advance(FeedSubscription.Pace);
        await UntilAsync(() => Volatile.Read(ref calls) == 2);
    }

    [Fact]
    public async Task Dispose_ThenPublish_NothingIsDelivered()
    {
        var subscription = Subscribe();
        subscription.Dispose();
        subscription.Dispose();
        subscription.Publish(Change());
        await SettleAsync();

        Assert.Empty(batches);
    }

    private static ProjectChange Change() => new(ProjectChange.OfInstance, InstanceId.New());

    private FeedSubscription Subscribe() => new(
        true,
        batch =>
        {
            batches.Enqueue(batch);
            return Task.CompletedTask;
        },
        _ => { },
        time,
        NullLogger.Instance);

    private Task UntilAsync(int deliveries) => UntilAsync(() => batches.Count >= deliveries);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 500 && !isSo(); i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.True(isSo());
        await SettleAsync();
    }

    // The subscription's own loop runs on the pool: it must reach its pause before the clock is turned.
    private static Task SettleAsync() => Task.Delay(50, TestContext.Current.CancellationToken);
}
