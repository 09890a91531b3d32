using System.Security.Cryptography;

namespace Fleet.GuestAgent.Reporting;

/// <summary>Waits between tries: full jitter, so that a fleet that lost its server together does not come back together.</summary>
internal sealed class Backoff(TimeProvider time, TimeSpan first, TimeSpan cap)
{
    private int _failures;

    public void Reset() => _failures = 0;

    /// <summary>The next wait: uniform between zero and a bound that doubles.</summary>
    public TimeSpan Next()
    {
        var bound = Math.Min(cap.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 20)));
        return Uniform(TimeSpan.FromMilliseconds(bound));
    }

    public Task WaitAsync(CancellationToken ct) => Task.Delay(Next(), time, ct);

    public static TimeSpan Uniform(TimeSpan most) =>
        most <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)most.TotalMilliseconds + 1));
}
