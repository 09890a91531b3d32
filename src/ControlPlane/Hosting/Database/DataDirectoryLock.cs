using Fleet.ControlPlane.Hosting.Files;

namespace Fleet.ControlPlane.Hosting.Database;

/// <summary>One fleetd a data directory: its embedded database is for one node, and so is the socket that its dashboard uses.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream file;

    private DataDirectoryLock(FileStream file) => this.file = file;

    public static DataDirectoryLock Take(string directory)
    {
        PrivateFiles.MakeDirectory(directory);
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB): the kernel lets go of it however the process ends.
            return new(new FileStream(Path.Combine(directory, "fleetd.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new ConfigurationException($"another fleetd runs on {directory} ({e.Message}); several nodes have a directory each, and share one PostgreSQL by Database:ConnectionString");
        }
    }

    public void Dispose() => file.Dispose();
}
