using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>A stream of events and how far it has come. Locked first, in the order of its id.</summary>
public sealed class StreamRow
{
    /// <summary>From a sequence.</summary>
    public long Id { get; init; }

    /// <summary>The instance.</summary>
    public required InstanceId InstanceId { get; init; }

    /// <summary>Who writes it: <c>agent</c>.</summary>
    public required string Reporter { get; init; }

    /// <summary>The writer's life.</summary>
    public required Guid Epoch { get; init; }

    /// <summary>The last number that is stored: the watermark.</summary>
    public long LastSeq { get; set; }

    /// <summary>EventCrc of that record; null for an empty stream.</summary>
    public long? LastCrc { get; set; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
