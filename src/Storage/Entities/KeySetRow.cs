namespace Fleet.Storage.Entities;

/// <summary>The signed set of keys of one subject, as it was signed at the write.</summary>
public sealed class KeySetRow
{
    /// <summary><c>instances/{id}</c> or <c>projects/{id}</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The subject's counter at the write.</summary>
    public long Revision { get; set; }

    /// <summary>JSON of SignedOrder.</summary>
    public required string SignedOrder { get; set; }
}
