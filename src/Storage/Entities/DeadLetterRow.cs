namespace Fleet.Storage.Entities;

/// <summary>An event that could not be stored as one: set aside with its reason, and the stream goes on.</summary>
public sealed class DeadLetterRow
{
    /// <summary>From a sequence.</summary>
    public long Id { get; init; }

    /// <summary>The stream.</summary>
    public long StreamId { get; init; }

    /// <summary>The number in it.</summary>
    public long Seq { get; init; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The event's JSON, cut to 24 KiB, without NUL.</summary>
    public required string Body { get; init; }
}
