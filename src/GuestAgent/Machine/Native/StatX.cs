using System.Runtime.InteropServices;

namespace Fleet.GuestAgent.Machine.Native;

/// <summary>struct statx of statx(2), as far as it is read.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatX
{
    /// <summary>STATX_BASIC_STATS</summary>
    public const uint Basic = 0x7ff;

    [FieldOffset(16)]
    public uint Links;

    [FieldOffset(20)]
    public uint Uid;

    [FieldOffset(24)]
    public uint Gid;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(40)]
    public ulong Size;

    public readonly bool IsRegular => (Mode & 0xf000) == 0x8000;

    public readonly bool IsDirectory => (Mode & 0xf000) == 0x4000;

    public readonly bool IsLink => (Mode & 0xf000) == 0xa000;

    /// <summary>Whether someone other than the owner may put names into this directory. A sticky one (/tmp) counts.</summary>
    public readonly bool IsWritableByOthers => (Mode & 0x12) != 0;
}
