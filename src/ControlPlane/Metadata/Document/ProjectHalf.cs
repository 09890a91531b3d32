using System.Buffers.Binary;
using Fleet.Contracts;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>What all instances of a project share, at one value of the project's counter.</summary>
internal sealed record ProjectHalf
{
    public required ProjectId Id { get; init; }
    public required string Name { get; init; }
    public required long Revision { get; init; }

    /// <summary>Nothing in this half has a lower revision.</summary>
    public required long Floor { get; init; }

    public required AttributeSet Attributes { get; init; }
    public required DocumentKeys Keys { get; init; }

    /// <summary>For dialects that want a number: 40 of the id's random bits, which is the size of Google's project numbers and exact in a double.</summary>
    public long NumericId
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
            return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & 0xFF_FFFF_FFFF);
        }
    }

    /// <summary>What it weighs in the cache.</summary>
    public long Bytes => 300 + Attributes.Bytes + Keys.Bytes;
}
