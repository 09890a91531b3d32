using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>Who asks on a metadata network: (network, address) names one instance.</summary>
public sealed class InstanceAddressRow
{
    /// <summary>The network's name.</summary>
    public required string Network { get; init; }

    /// <summary>The source address, in its canonical text (IPAddress.ToString).</summary>
    public required string Address { get; init; }

    /// <summary>The instance.</summary>
    public required InstanceId InstanceId { get; init; }
}
