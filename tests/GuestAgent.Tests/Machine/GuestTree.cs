using System.Runtime.InteropServices;
using System.Text;
using Fleet.GuestAgent.Machine;

namespace Fleet.GuestAgent.Tests.Machine;

/// <summary>A guest's file tree in a temporary directory: root's own, and a home of mallory (uid 1001), who may do what she likes in it.</summary>
internal sealed partial class GuestTree : IDisposable
{
    public const uint Mallory = 1001;

    public GuestTree()
    {
        Root = Directory.CreateTempSubdirectory("fleet-guest-").FullName;
        foreach (var dir in (string[])["etc", "etc/default", "etc/ssh", "home", "var/lib", "run", "tmp"])
            Directory.CreateDirectory(At(dir));
        Put("etc/passwd", "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/:/usr/sbin/nologin\nmallory:x:1001:1001::/home/mallory:/bin/bash\nalice:x:1002:1002::/home/alice:/bin/bash\n");
        Put("etc/group", "root:x:0:\ndaemon:x:1:\nsudo:x:27:\nmallory:x:1001:\nalice:x:1002:\n");
        Put("etc/shadow", "root:*:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\nmallory:!:19000:0:99999:7:::\nalice:!:19000:0:99999:7:::\n");
        Put("etc/gshadow", "root:*::\ndaemon:*::\nsudo:*::\nmallory:!::\nalice:!::\n");
        Put("etc/os-release", "ID=debian\n");
        Put("etc/ssh/sshd_config", "Include /etc/ssh/sshd_config.d/*.conf\n");
        File.Copy("/etc/login.defs", At("etc/login.defs"));
        Home("mallory", Mallory);
        Host = new(Root, TimeProvider.System) { RunsScripts = true };
    }

    public string Root { get; }

    public Host Host { get; }

    public string At(string path) => $"{Root}/{path.TrimStart('/')}";

    public void Put(string path, string text) => File.WriteAllText(At(path), text);

    public string Text(string path) => File.ReadAllText(At(path));

    public string Home(string user, uint uid)
    {
        Directory.CreateDirectory(At($"home/{user}/.ssh"));
        Own($"home/{user}", uid);
        Own($"home/{user}/.ssh", uid);
        return At($"home/{user}");
    }

    /// <summary>As mallory would: the link or file is hers.</summary>
    public void Link(string path, string target, uint owner = Mallory)
    {
        File.CreateSymbolicLink(At(path), target);
        Own(path, owner);
    }

    public void Own(string path, uint uid) => Assert.Equal(0, LChown(At(path), uid, uid));

    public void HardLink(string path, string target) => Assert.Equal(0, CLink(At(target), At(path)));

    public void Fifo(string path) => Assert.Equal(0, MkFifo(At(path), 0x1b6));

    /// <summary>Mode in octal and owner: <c>0644 0:0</c>.</summary>
    public string Rights(string path)
    {
        using var dir = Fleet.GuestAgent.Machine.Native.Fd.Take(Fleet.GuestAgent.Machine.Native.Libc.Open(Root, 0x280000, 0), "test");
        var s = dir.StatOf(path.TrimStart('/'), "test")!.Value;
        return $"{Convert.ToString(s.Mode & 0xfff, 8).PadLeft(4, '0')} {s.Uid}:{s.Gid}";
    }

    /// <summary>Names of temporary files anywhere in the tree.</summary>
    public IEnumerable<string> Temporaries() => Directory.EnumerateFiles(Root, ".fleet-*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });

    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public void Dispose()
    {
        Host.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LChown(string path, uint uid, uint gid);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CLink(string target, string path);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MkFifo(string path, uint mode);
}
