namespace Fleet.Contracts.Orders;

/// <summary>The user-data that a guest runs as root, named by its hash.</summary>
public sealed record UserDataOrder
{
    /// <summary>Always <c>userData</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>See <see cref="OrderSubject"/>.</summary>
    public required string Subject { get; init; }

    /// <summary>The instance's counter at the write.</summary>
    public required long Revision { get; init; }

    /// <summary>SHA-256 of the body, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The body's length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The value of <see cref="Kind"/>.</summary>
    public const string KindValue = "userData";
}
