using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Tests.Identity;

/// <summary>A directory that the agent takes for the whole machine.</summary>
internal sealed class TempRoot : IDisposable
{
    public TempRoot()
    {
        Path = Directory.CreateTempSubdirectory("fleet-agent-test").FullName;
        Files = new(Path);
        foreach (var directory in (string[])["etc/ssh", "run", "var/lib", "proc/sys/kernel/random", "proc/1", "tmp"])
            Directory.CreateDirectory($"{Path}/{directory}");
        Write("/proc/sys/kernel/random/boot_id", "3f2f8c7e-8a4d-4c8e-9d2c-0c6a3f1f0a11\n");
        Write("/proc/1/environ", "");
        Write("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n");
        Write("/etc/group", "root:x:0:\n");
    }

    public string Path { get; }

    public SafeFs Files { get; }

    public void Write(string path, string text) => File.WriteAllText(Path + path, text);

    public string? Read(string path) => File.Exists(Path + path) ? File.ReadAllText(Path + path) : null;

    public void Dispose()
    {
        Files.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
