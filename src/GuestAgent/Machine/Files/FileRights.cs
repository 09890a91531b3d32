namespace Fleet.GuestAgent.Machine.Files;

/// <summary>Mode and owner of a file. They are set exactly, whatever the umask.</summary>
/// <param name="Mode">At most 07777.</param>
/// <param name="Uid">Owner; null = that of the file that is replaced, root for a new one.</param>
/// <param name="Gid">Group; null likewise.</param>
internal readonly record struct FileRights(int Mode, uint? Uid, uint? Gid)
{
    /// <summary>0600, root.</summary>
    public static FileRights Private { get; } = new(0x180, 0, 0);

    /// <summary>0644, root.</summary>
    public static FileRights Public { get; } = new(0x1a4, 0, 0);

    /// <summary>0700, root: for directories and scripts.</summary>
    public static FileRights PrivateDirectory { get; } = new(0x1c0, 0, 0);

    /// <summary>0755, root: for directories.</summary>
    public static FileRights PublicDirectory { get; } = new(0x1ed, 0, 0);
}
