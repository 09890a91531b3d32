using System.Runtime.InteropServices;

namespace Fleet.GuestAgent.Machine.Native;

/// <summary>Flags of open(2) and its family. Two of them differ between x86-64 and arm64.</summary>
internal static class Flags
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int Append = 0x400;
    public const int NonBlock = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;

    public static readonly int Directory = IsArm ? 0x4000 : 0x10000;
    public static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    /// <summary>AT_EMPTY_PATH</summary>
    public const int AtEmptyPath = 0x1000;

    /// <summary>AT_SYMLINK_NOFOLLOW</summary>
    public const int AtNoFollow = 0x100;

    /// <summary>AT_REMOVEDIR</summary>
    public const int AtRemoveDirectory = 0x200;

    /// <summary>RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH</summary>
    public const ulong ResolveBeneath = 0x02 | 0x04 | 0x08;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
}
