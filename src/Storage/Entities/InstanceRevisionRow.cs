using Fleet.Contracts;

namespace Fleet.Storage.Entities;

/// <summary>An instance's metadata counter.</summary>
public sealed class InstanceRevisionRow
{
    /// <summary>The instance.</summary>
    public required InstanceId InstanceId { get; init; }

    /// <summary>Its project, so that both halves of an ETag are read in one statement.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>The counter: 32 bits, in a bigint. It starts at a random number below 2^30, so that a token never repeats.</summary>
    public long Revision { get; set; }

    /// <summary>No part of the document has a lower revision than this.</summary>
    public long Floor { get; set; }

    /// <summary>The revision at which a computed fact (hostname, zone, addresses, user-data) last changed.</summary>
    public long FactsRevision { get; set; }
}
