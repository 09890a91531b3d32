namespace Fleet.GuestAgent.Machine.Native;

/// <summary>The error numbers that the code decides on (x86-64 and arm64 share them).</summary>
internal static class Errno
{
    public const int Perm = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int Exists = 17;
    public const int NotDirectory = 20;
    public const int Invalid = 22;
    public const int TextBusy = 26;
    public const int NoSys = 38;
    public const int Loop = 40;
}
