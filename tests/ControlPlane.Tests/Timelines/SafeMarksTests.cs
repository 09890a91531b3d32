using Fleet.Contracts;
using Fleet.ControlPlane.Timelines.Ingest;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.ControlPlane.Tests.Timelines;

public sealed class SafeMarksTests
{
    private readonly FakeTimeProvider time = new();
    private readonly StreamKey stream = new(InstanceId.New(), StreamKey.Agent, Guid.CreateVersion7());

    [Fact]
    public void Observe_BeforeFifteenMinutes_NothingIsSafe()
    {
        var marks = new SafeMarks(time);
        Assert.Equal(0, marks.Observe(stream, 5));
        time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(0, marks.Observe(stream, 9));
    }

    [Fact]
    public void Observe_AfterFifteenMinutes_WhatWasDurableThenIsSafe()
    {
        var marks = new SafeMarks(time);
        marks.Observe(stream, 5);
        for (var minute = 1; minute <= 16; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            marks.Observe(stream, 5 + minute);
        }

        Assert.Equal(6, marks.Observe(stream, 30));
    }

    [Fact]
    public void Observe_LessThanBefore_StartsAnew()
    {
        var marks = new SafeMarks(time);
        marks.Observe(stream, 50);
        time.Advance(TimeSpan.FromMinutes(1));
        marks.Observe(stream, 50);
        time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(0, marks.Observe(stream, 20));
    }

    [Fact]
    public void Prune_NotHeardForADay_IsForgotten()
    {
        var marks = new SafeMarks(time);
        marks.Observe(stream, 5);
        time.Advance(TimeSpan.FromDays(1.1));
        marks.Prune();
        Assert.Equal(0, marks.Observe(stream, 5));
    }
}
