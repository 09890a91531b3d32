using CsCheck;
using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.ControlPlane.Timelines.Ingest;

namespace Fleet.ControlPlane.Tests.Timelines;

public sealed class StreamPlanTests
{
    private static readonly Guid Boot = Guid.CreateVersion7();
    private static readonly StreamKey Key = new(InstanceId.New(), StreamKey.Agent, Guid.CreateVersion7());
    private static readonly ProjectId Project = ProjectId.New();

    [Fact]
    public void Take_AnyBatches_StoresAPrefixInOrderOnce() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 10]).Array[0, 30].Sample(cuts =>
    {
        var plan = new StreamPlan(1, Key, 0, null);
        foreach (var (first, count) in cuts)
        {
            var due = first <= plan.LastSeq + 1 ? Math.Max(plan.LastSeq, first + count - 1) : plan.LastSeq;
            plan.Take(Of(first, [.. Enumerable.Range(first, count).Select(n => Events.Event(n, Boot))]));
            Assert.Equal(due, plan.LastSeq);
        }

        Assert.Equal(Enumerable.Range(1, (int)plan.LastSeq).Select(n => (long)n), plan.Accepted.Select(e => e.Seq));
    });

    [Fact]
    public void Take_Hole_StoresNothing()
    {
        var plan = new StreamPlan(1, Key, 4, 7);
        plan.Take(Of(6, Events.Event(6, Boot)));
        Assert.False(plan.Moved);
    }

    [Fact]
    public void Take_CrcBeforeDiffers_IsForkAndStoresNothing()
    {
        var plan = new StreamPlan(1, Key, 4, 7);
        var batch = new Batch(Key, Project, 5, 8, [Events.Event(5, Boot)]);
        plan.Take(batch);
        Assert.True(plan.IsFork(batch));
        Assert.False(plan.Moved);
    }

    [Fact]
    public void Take_AnotherRecordUnderTheLastNumber_IsForkAndStoresNothing()
    {
        var plan = new StreamPlan(1, Key, 4, EventCrc.Of(Events.Event(4, Boot)));
        var batch = Of(3, Events.Event(3, Boot), Events.Event(4, Boot, message: "another life"), Events.Event(5, Boot));
        plan.Take(batch);
        Assert.True(plan.IsFork(batch));
        Assert.False(plan.Moved);
    }

    [Fact]
    public void Take_GapOverStoredAndNew_IsTrimmed()
    {
        var plan = new StreamPlan(1, Key, 4, 7);
        var gap = Events.Gap(3, Boot, 6);
        plan.Take(Of(3, gap));
        var stored = Assert.Single(plan.Accepted);
        Assert.Equal((5L, 4, 8L), (stored.Seq, stored.GapCount!.Value, plan.LastSeq));
        Assert.Equal(EventCrc.Of(gap), plan.LastCrc);
    }

    [Fact]
    public void Take_GapThatEndsAtTheWatermark_IsNoForkNowOrLater()
    {
        var plan = new StreamPlan(1, Key, 4, 7);
        var gap = Events.Gap(3, Boot, 2);
        var (drop, next) = (Of(3, gap), new Batch(Key, Project, 5, EventCrc.Of(gap), [Events.Event(5, Boot)]));
        plan.Take(drop);
        plan.Take(next);
        Assert.False(plan.IsFork(drop) || plan.IsFork(next));
        Assert.Equal(5, plan.LastSeq);
    }

    [Fact]
    public void Take_NumbersThatDoNotFollow_EndTheBatch()
    {
        var plan = new StreamPlan(1, Key, 0, null);
        plan.Take(Of(1, Events.Event(1, Boot), Events.Event(3, Boot)));
        Assert.Equal(1, plan.LastSeq);
        Assert.Empty(plan.Dead);
    }

    [Fact]
    public void Take_HeadWithAnotherNumber_IsSetAsideSoThatTheStreamGoesOn()
    {
        var plan = new StreamPlan(1, Key, 0, null);
        plan.Take(Of(1, Events.Event(9, Boot)));
        plan.Take(Of(2, Events.Event(2, Boot)));
        Assert.Equal(2, plan.LastSeq);
        Assert.Equal(1, Assert.Single(plan.Dead).Seq);
    }

    private static Batch Of(long first, params AgentEvent[] events) => new(Key, Project, first, null, events);
}
