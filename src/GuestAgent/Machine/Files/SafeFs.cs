namespace Fleet.GuestAgent.Machine.Files;

/// <summary>The only way to the disk. Paths are absolute guest paths; they are taken below the root that was given.</summary>
internal sealed class SafeFs(string root = "/") : IDisposable
{
    public string Root { get; } = root;

    public void Dispose()
    {
    }
}
