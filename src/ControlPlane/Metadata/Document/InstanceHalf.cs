using Fleet.Contracts;
using Fleet.Contracts.Orders;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>What is an instance's own, at one value of its counter.</summary>
internal sealed record InstanceHalf
{
    public required InstanceId Id { get; init; }
    public required long Revision { get; init; }

    /// <summary>Nothing in this half has a lower revision.</summary>
    public required long Floor { get; init; }

    /// <summary>The revision at which one of the facts below last changed.</summary>
    public required long FactsRevision { get; init; }

    public required AttributeSet Attributes { get; init; }
    public required DocumentKeys Keys { get; init; }

    public required long NumericId { get; init; }
    public required string Name { get; init; }

    /// <summary>The one wished for; null means the name.</summary>
    public required string? Hostname { get; init; }

    public required string? Zone { get; init; }
    public required string? MachineType { get; init; }
    public required string? Image { get; init; }
    public required IReadOnlyList<string> Addresses { get; init; }
    public required IReadOnlyList<string> MacAddresses { get; init; }
    public required byte[]? UserData { get; init; }
    public required SignedOrder? UserDataOrder { get; init; }

    /// <summary>What it weighs in the cache.</summary>
    public long Bytes => 800 + Attributes.Bytes + Keys.Bytes + (UserData?.Length ?? 0);
}
