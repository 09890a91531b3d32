using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Identity;

/// <summary>The agent's own small files, by absolute path: root's alone, 0600 in directories of 0700. A write is on the disk when it returns.</summary>
internal sealed class StateFiles(SafeFs fs)
{
    private const int MaxBytes = 16 << 20;

    /// <returns>Null when there is no such file.</returns>
    public byte[]? Read(string path) => fs.ReadFile(path, MaxBytes);

    public void Write(string path, ReadOnlyMemory<byte> content)
    {
        MakeDirectory(path);
        fs.WriteAtomic(path, content, FileRights.Private);
    }

    public void Append(string path, ReadOnlyMemory<byte> content)
    {
        MakeDirectory(path);
        fs.Append(path, content, FileRights.Private);
    }

    public void Delete(string path) => fs.Delete(path);

    public bool Exists(string path) => fs.FileExists(path);

    public IReadOnlyList<string> List(string directory) => fs.List(directory);

    private void MakeDirectory(string path) => fs.MakeDirectories(path[..path.LastIndexOf('/')], FileRights.PrivateDirectory);
}
