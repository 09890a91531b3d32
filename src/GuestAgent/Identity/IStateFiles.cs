namespace Fleet.GuestAgent.Identity;

/// <summary>The agent's own small files, by absolute path. A write is on the disk when it returns: file and directory are synced.</summary>
internal interface IStateFiles
{
    /// <returns>Null when there is no such file.</returns>
    byte[]? Read(string path);

    /// <summary>Replaces the file; 0600 in directories of 0700.</summary>
    void Write(string path, ReadOnlySpan<byte> content);

    void Delete(string path);
}
