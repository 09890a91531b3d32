using Fleet.GuestAgent.Machine;
using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Tests.Machine;

public sealed class SafeFsTests : IDisposable
{
    private readonly GuestTree _tree = new();

    private SafeFs Fs => _tree.Host.Files;

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void WriteAtomic_NewFile_HasContentModeAndOwner()
    {
        Fs.WriteAtomic("/etc/motd", GuestTree.Bytes("hello\n"), new(0x1a0, 1001, 27));
        Assert.Equal("hello\n", _tree.Text("etc/motd"));
        Assert.Equal("0640 1001:27", _tree.Rights("etc/motd"));
        Assert.Empty(_tree.Temporaries());
    }

    [Fact]
    public void WriteAtomic_Setuid_SurvivesTheChangeOfOwner()
    {
        Fs.WriteAtomic("/etc/tool", GuestTree.Bytes("x"), new(0x9ed, 1001, 1001));
        Assert.Equal("4755 1001:1001", _tree.Rights("etc/tool"));
    }

    [Fact]
    public void WriteAtomic_OwnerLeftOpen_KeepsThatOfTheOldFile()
    {
        _tree.Put("etc/conf", "old");
        _tree.Own("etc/conf", 1002);
        Fs.WriteAtomic("/etc/conf", GuestTree.Bytes("new"), new(0x180, null, null));
        Assert.Equal("0600 1002:1002", _tree.Rights("etc/conf"));
    }

    [Fact]
    public void WriteAtomic_FinalSymlink_IsReplacedAndItsTargetUntouched()
    {
        _tree.Put("etc/victim", "precious");
        _tree.Link("etc/conf", "victim", owner: 0);
        Fs.WriteAtomic("/etc/conf", GuestTree.Bytes("new"), FileRights.Public);
        Assert.Equal("precious", _tree.Text("etc/victim"));
        Assert.Null(new FileInfo(_tree.At("etc/conf")).LinkTarget);
        Assert.Equal("new", _tree.Text("etc/conf"));
    }

    [Fact]
    public void WriteAtomic_RootsSymlinkAsParent_IsFollowedWithinTheRoot()
    {
        Directory.CreateDirectory(_tree.At("run/lock"));
        _tree.Link("var/run", "/run", owner: 0);
        _tree.Link("var/up", "../../../../run", owner: 0);
        Fs.WriteAtomic("/var/run/lock/a", GuestTree.Bytes("1"), FileRights.Public);
        Fs.WriteAtomic("/var/up/lock/b", GuestTree.Bytes("2"), FileRights.Public);
        Assert.Equal("1", _tree.Text("run/lock/a"));
        Assert.Equal("2", _tree.Text("run/lock/b"));
    }

    [Fact]
    public void WriteAtomic_SymlinkInDirectoryThatOthersCanWrite_IsRefused()
    {
        File.SetUnixFileMode(_tree.At("tmp"), (UnixFileMode)0x3ff);
        _tree.Link("tmp/x", "/etc");
        Assert.Contains("symbolic link", Refused(() => Fs.WriteAtomic("/tmp/x/passwd", GuestTree.Bytes("pwned"), FileRights.Public)), StringComparison.Ordinal);
        Assert.StartsWith("root:", _tree.Text("etc/passwd"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAtomic_DiskFull_LeavesTheOldFileAndNoTemporary()
    {
        var ct = TestContext.Current.CancellationToken;
        Directory.CreateDirectory(_tree.At("mnt"));
        await _tree.Host.Processes.MustAsync(new("mount", "-t", "tmpfs", "-o", "size=64k,mode=755", "none", _tree.At("mnt")), ct);
        try
        {
            Fs.WriteAtomic("/mnt/file", GuestTree.Bytes("old"), FileRights.Public);
            Assert.Contains("No space left", Refused(() => Fs.WriteAtomic("/mnt/file", new byte[256 * 1024], FileRights.Public)), StringComparison.Ordinal);
            Assert.Equal("old", _tree.Text("mnt/file"));
            Assert.Empty(_tree.Temporaries());
        }
        finally
        {
            await _tree.Host.Processes.MustAsync(new("umount", _tree.At("mnt")), CancellationToken.None);
        }
    }

    [Fact]
    public void WriteAtomic_DirectoryThere_IsRefused()
    {
        Directory.CreateDirectory(_tree.At("etc/dir"));
        Assert.Contains("left alone", Refused(() => Fs.WriteAtomic("/etc/dir", GuestTree.Bytes("x"), FileRights.Public)), StringComparison.Ordinal);
    }

    [Fact]
    public void SweepStale_TemporaryOfACrash_IsRemovedAndOthersStay()
    {
        _tree.Put("etc/.fleet-0123456789abcdef", "half");
        _tree.Put("etc/.fleet-notours", "mine");
        Fs.SweepStale("/etc");
        Assert.False(File.Exists(_tree.At("etc/.fleet-0123456789abcdef")));
        Assert.Equal("mine", _tree.Text("etc/.fleet-notours"));
    }

    [Theory]
    [InlineData("etc/passwd")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/../shadow")]
    [InlineData("/etc/x/")]
    [InlineData("/etc/a\0b")]
    [InlineData("/proc/self/environ")]
    [InlineData("/sys/kernel/x")]
    [InlineData("/dev/sda")]
    public void FS_14_WriteAtomic_PathThatMustNotBeWritten_IsRefused(string path)
    {
        foreach (var dir in (string[])["proc/self", "sys/kernel", "dev"])
            Directory.CreateDirectory(_tree.At(dir));
        Refused(() => Fs.WriteAtomic(path, GuestTree.Bytes("x"), FileRights.Public));
    }

    [Fact]
    public void FS_14_WriteAtomic_LongOrDoubledPath_IsHandled()
    {
        Assert.Contains("File name too long", Refused(() => Fs.WriteAtomic("/etc/" + new string('a', 5000), GuestTree.Bytes("x"), FileRights.Public)), StringComparison.Ordinal);
        Fs.WriteAtomic("//etc//x", GuestTree.Bytes("x"), FileRights.Public);
        Assert.Equal("x", _tree.Text("etc/x"));
    }

    [Fact]
    public void FS_21_MakeDirectories_AnyUmask_GivesExactRights()
    {
        Fs.MakeDirectories("/var/lib/a/b", new(0x1ed, 0, 0));
        Fs.MakeDirectories("/var/lib/fleet", FileRights.PrivateDirectory);
        Assert.Equal("0755 0:0", _tree.Rights("var/lib/a"));
        Assert.Equal("0755 0:0", _tree.Rights("var/lib/a/b"));
        Assert.Equal("0700 0:0", _tree.Rights("var/lib/fleet"));
    }

    [Fact]
    public void MakeDirectories_ThereAlready_KeepsItsRights()
    {
        Fs.MakeDirectories("/home/mallory", FileRights.PrivateDirectory);
        Assert.Equal("0755 1001:1001", _tree.Rights("home/mallory"));
    }

    [Fact]
    public void Append_ExistingFile_AddsAndASecondLinkOfItsNameIsRefused()
    {
        _tree.Put("etc/log", "one\n");
        Fs.Append("/etc/log", GuestTree.Bytes("two\n"), FileRights.Public);
        Assert.Equal("one\ntwo\n", _tree.Text("etc/log"));
        _tree.Link("etc/alias", "log", owner: 0);
        Refused(() => Fs.Append("/etc/alias", GuestTree.Bytes("three\n"), FileRights.Public));
        Assert.Equal("one\ntwo\n", _tree.Text("etc/log"));
    }

    [Fact]
    public void ReadFile_LargerThanItsCap_IsRefused()
    {
        _tree.Put("etc/big", new string('x', 5000));
        Assert.Contains("larger than 4999", Refused(() => Fs.ReadFile("/etc/big", 4999)), StringComparison.Ordinal);
        Assert.Equal(5000, Fs.ReadFile("/etc/big", 5000)!.Length);
    }

    [Fact]
    public void ReadFile_Missing_IsNull()
    {
        Assert.Null(Fs.ReadFile("/etc/nothing", 10));
        Assert.Null(Fs.ReadFile("/no/such/dir", 10));
        Assert.Null(Fs.ReadFile("/etc/passwd/x", 10));
    }

    [Fact]
    public void BeneathWalk_LinkOrClimb_IsRefusedLikeOpenAt2()
    {
        _tree.Link("etc/out", "/", owner: 0);
        using var root = Fleet.GuestAgent.Machine.Native.Fd.Take(Fleet.GuestAgent.Machine.Native.Libc.Open(_tree.Root, 0x280000, 0), "test");
        foreach (var path in (string[])["etc/out/etc/passwd", "etc/../etc/passwd", "/etc/passwd"])
        {
            Assert.Throws<MachineException>(() => Beneath.Walk(root, path, 0, 0, "test"));
            if (!path.Contains("..", StringComparison.Ordinal)) // RESOLVE_BENEATH lets ".." be that stays below
                Assert.Throws<MachineException>(() => Beneath.Open(root, path, 0, 0, "test"));
        }

        Beneath.Walk(root, "etc/passwd", 0, 0, "test").Dispose();
    }

    private static string Refused(Action action) => Assert.Throws<MachineException>(action).Message;
}
