using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Fleet.Contracts.Events;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720 appendix B.4) over an event's fields in one fixed order, so that both ends compute the same number
/// whatever their JSON looks like. A different CRC for the same number of a stream means that a machine was rolled back: a fork.
/// </summary>
public static class EventCrc
{
    /// <summary>The checksum of one event.</summary>
    public static uint Of(AgentEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var crc = uint.MaxValue;
        crc = Add(crc, e.Seq);
        Span<byte> guid = stackalloc byte[16];
        e.BootId.TryWriteBytes(guid, bigEndian: true, out _);
        crc = Add(crc, guid);
        crc = Add(crc, e.Path);
        crc = Add(crc, (long)e.Kind);
        crc = Add(crc, e.Outcome is { } outcome ? (long)outcome : -1);
        crc = Add(crc, e.MonotonicNs);
        crc = Add(crc, e.WallTime.UtcTicks);
        crc = Add(crc, e.Message);
        crc = Add(crc, e.GapCount ?? -1);
        foreach (var (key, value) in (e.Attributes ?? Empty).OrderBy(a => a.Key, StringComparer.Ordinal))
            crc = Add(Add(crc, key), value);
        if (e.Confirms is { } c)
        {
            crc = Add(Add(Add(crc, c.Subject), c.Revision), c.Refused);
            foreach (var p in c.Problems ?? [])
                crc = Add(Add(crc, p.KeyId.ToString()), p.Problem);
        }

        return ~crc;
    }

    private static readonly Dictionary<string, string> Empty = [];

    private static uint Add(uint crc, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Add(crc, bytes);
    }

    // The length goes in first: "ab"+"c" and "a"+"bc" must differ.
    private static uint Add(uint crc, string? text) =>
        text is null ? Add(crc, -1L) : Add(Add(crc, (long)text.Length), Encoding.UTF8.GetBytes(text));

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
