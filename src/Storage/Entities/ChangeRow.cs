using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>One committed change: what wakes watches and live pages. The order is (xid, id), never id alone: a sequence is not commit order.</summary>
public sealed class ChangeRow
{
    /// <summary>From a sequence.</summary>
    public long Id { get; init; }

    /// <summary>The writing transaction (xid8).</summary>
    public ulong Xid { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>The instance; null when the project itself changed.</summary>
    public InstanceId? InstanceId { get; init; }

    /// <summary><c>metadata</c>, <c>status</c> or <c>spec</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>By the database's clock.</summary>
    public DateTimeOffset At { get; init; }
}
