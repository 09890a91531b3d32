namespace Fleet.Contracts.Orders;

/// <summary>The whole set of SSH keys of one subject. A guest refuses a lower revision than it has applied.</summary>
public sealed record KeySetOrder
{
    /// <summary>Always <c>sshKeys</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>See <see cref="OrderSubject"/>.</summary>
    public required string Subject { get; init; }

    /// <summary>The subject's counter at the write.</summary>
    public required long Revision { get; init; }

    /// <summary>All keys, in the order they were added.</summary>
    public required IReadOnlyList<OrderedKey> Keys { get; init; }

    /// <summary>The value of <see cref="Kind"/>.</summary>
    public const string KindValue = "sshKeys";
}
