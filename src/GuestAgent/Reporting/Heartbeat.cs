namespace Fleet.GuestAgent.Reporting;

/// <summary>When a loop last came round. systemd's watchdog is told of it.</summary>
internal sealed class Heartbeat(TimeProvider time)
{
    /// <summary>Longer than any turn may take: the watch's two requests with their tokens, or its longest pause.</summary>
    public static readonly TimeSpan TooLong = TimeSpan.FromMinutes(5);

    private long _last = time.GetTimestamp();

    public bool IsStale => time.GetElapsedTime(Volatile.Read(ref _last)) > TooLong;

    public void Beat() => Volatile.Write(ref _last, time.GetTimestamp());
}
