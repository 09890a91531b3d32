namespace Fleet.Contracts.Hub;

/// <summary>The answer to <c>Report</c>, given after the commit.</summary>
public sealed record ReportReply
{
    /// <summary>The last committed number. Below <c>firstSeq - 1</c> it means: there is a hole, send again from here.</summary>
    public required long Durable { get; init; }

    /// <summary>The last number that the agent may forget.</summary>
    public required long Safe { get; init; }

    /// <summary>See <see cref="HelloReply.DbEpoch"/>.</summary>
    public required string DbEpoch { get; init; }

    /// <summary>The server holds another record under a number that was sent: the machine was rolled back. The agent opens a new epoch.</summary>
    public bool Fork { get; init; }

    /// <summary>When the server is too busy: send again after so many milliseconds.</summary>
    public int? RetryAfterMs { get; init; }
}
