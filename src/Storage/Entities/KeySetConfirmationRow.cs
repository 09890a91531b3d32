using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>A set of a subject that one guest has confirmed: the newest is its state, the first with a key tells when the key was applied. Only ingest writes it.</summary>
public sealed class KeySetConfirmationRow
{
    /// <summary>The guest.</summary>
    public required InstanceId InstanceId { get; init; }

    /// <summary>Whose set.</summary>
    public required string Subject { get; init; }

    /// <summary>The revision that the guest confirmed.</summary>
    public long Revision { get; init; }

    /// <summary>Why it refused the whole set.</summary>
    public string? Refused { get; set; }

    /// <summary>JSON: key id to problem.</summary>
    public required Dictionary<string, string> Problems { get; set; }

    /// <summary>When, by the database's clock.</summary>
    public DateTimeOffset At { get; set; }
}
