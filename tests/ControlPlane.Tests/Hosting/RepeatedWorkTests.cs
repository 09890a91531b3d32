using Fleet.ControlPlane.Hosting.Background;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.ControlPlane.Tests.Hosting;

public sealed class RepeatedWorkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_WhateverARoundThrows_GoesOnUntilItIsStopped()
    {
        var time = new FakeTimeProvider();
        Exception[] faults = [new InvalidOperationException("a transient failure"), new TimeoutException(), new OperationCanceledException(), new IOException()];
        using var work = new Work(time, faults);
        await work.StartAsync(Token);
        for (var i = 0; i < 500 && work.Rounds <= faults.Length; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Token);
        }

        Assert.True(work.Rounds > faults.Length, $"only {work.Rounds} rounds");
        Assert.Equal(faults, work.Told);
        Assert.False(work.ExecuteTask!.IsCompleted);
        await work.StopAsync(Token);
        Assert.True(work.ExecuteTask.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Stop_InTheMiddleOfARound_IsNoFailure()
    {
        using var work = new Work(TimeProvider.System, []) { Endless = true };
        await work.StartAsync(Token);
        while (work.Rounds == 0)
            await Task.Delay(5, Token);
        await work.StopAsync(Token);
        Assert.True(work.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Empty(work.Told);
    }

    private sealed class Work(TimeProvider time, IReadOnlyList<Exception> faults) : RepeatedWork(time)
    {
        private volatile int rounds;

        public int Rounds => rounds;

        public bool Endless { get; init; }

        public List<Exception> Told { get; } = [];

        protected override TimeSpan AfterFailure => TimeSpan.FromSeconds(1);

        protected override async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
        {
            var round = Interlocked.Increment(ref rounds);
            if (Endless)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return round <= faults.Count ? throw faults[round - 1] : TimeSpan.FromSeconds(1);
        }

        protected override void Failed(Exception exception) => Told.Add(exception);
    }
}
