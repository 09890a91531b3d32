using System.Diagnostics;
using Fleet.GuestAgent.Machine;
using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Tests.Machine;

/// <summary>What a local user can plant in a home before root comes to write there (cases/guest-files.md).</summary>
public sealed class HostileHomeTests : IDisposable
{
    private const string Keys = "/home/mallory/.ssh/authorized_keys";

    private readonly GuestTree _tree = new();

    private SafeFs Fs => _tree.Host.Files;

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void FS_01_SshDirectoryIsASymlink_IsRefusedAndItsTargetUntouched()
    {
        Directory.Delete(_tree.At("home/mallory/.ssh"));
        _tree.Link("home/mallory/.ssh", "/etc");
        var before = _tree.Rights("etc");
        var message = Assert.Throws<MachineException>(() => Fs.WriteAtomic(Keys, GuestTree.Bytes("k"), new(0x180, 1001, 1001))).Message;
        Assert.Contains("symbolic link", message, StringComparison.Ordinal);
        Assert.False(File.Exists(_tree.At("etc/authorized_keys")));
        Assert.Equal(before, _tree.Rights("etc"));
    }

    [Fact]
    public void FS_02_FileIsASymlinkToShadow_IsReplacedAndNeverRead()
    {
        var shadow = _tree.Text("etc/shadow");
        _tree.Link("home/mallory/.ssh/authorized_keys", _tree.At("etc/shadow"));
        Assert.Throws<MachineException>(() => Fs.ReadFile(Keys, 1024 * 1024));
        Fs.WriteAtomic(Keys, GuestTree.Bytes("k"), new(0x180, 1001, 1001));
        Assert.Equal(shadow, _tree.Text("etc/shadow"));
        Assert.Equal("k", _tree.Text(Keys));
        Assert.Null(new FileInfo(_tree.At(Keys)).LinkTarget);
        Assert.Equal("0600 1001:1001", _tree.Rights(Keys));
    }

    [Fact]
    public void FS_05_FileIsAHardLink_GetsANewInode()
    {
        _tree.Put("etc/victim", "precious");
        _tree.HardLink("home/mallory/.ssh/authorized_keys", "etc/victim");
        Assert.Throws<MachineException>(() => Fs.Append(Keys, GuestTree.Bytes("k"), new(0x180, 1001, 1001)));
        Assert.Contains("hard link", Assert.Throws<MachineException>(() => Fs.ReadFile(Keys, 1024)).Message, StringComparison.Ordinal);
        Fs.WriteAtomic(Keys, GuestTree.Bytes("k"), new(0x180, 1001, 1001));
        Assert.Equal("precious", _tree.Text("etc/victim"));
        Assert.Equal("0644 0:0", _tree.Rights("etc/victim"));
        Assert.Equal("k", _tree.Text(Keys));
    }

    [Fact]
    public void FS_06_FileIsAFifo_DoesNotBlock()
    {
        _tree.Fifo("home/mallory/.ssh/authorized_keys");
        _tree.Own(Keys, GuestTree.Mallory);
        var watch = Stopwatch.StartNew();
        Assert.Throws<MachineException>(() => Fs.ReadFile(Keys, 1024));
        Assert.Throws<MachineException>(() => Fs.Append(Keys, GuestTree.Bytes("k"), new(0x180, 1001, 1001)));
        Assert.Throws<MachineException>(() => Fs.WriteAtomic(Keys, GuestTree.Bytes("k"), new(0x180, 1001, 1001)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void FS_07_SparseFile_IsReadUpToItsBudgetOnly()
    {
        using (var file = File.Create(_tree.At(Keys)))
            file.SetLength(5L * 1024 * 1024 * 1024);
        _tree.Own(Keys, GuestTree.Mallory);
        var before = GC.GetTotalAllocatedBytes();
        Assert.Contains("larger than", Assert.Throws<MachineException>(() => Fs.ReadFile(Keys, 1024 * 1024)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 20 * 1024 * 1024);
    }

    [Fact]
    public void WriteAtomic_InAHome_UsesTheUsersRights()
    {
        // A directory that mallory moved in from elsewhere, and that she herself may not write to.
        Directory.CreateDirectory(_tree.At("home/mallory/theirs"));
        Assert.Contains("Permission denied",
            Assert.Throws<MachineException>(() => Fs.WriteAtomic("/home/mallory/theirs/x", GuestTree.Bytes("x"), new(0x180, 1001, 1001))).Message, StringComparison.Ordinal);
        Assert.Empty(_tree.Temporaries());
    }

    [Fact]
    public void WriteAtomic_RootsFileInAHome_IsRootsAndOnlyThePathIsTheUsers()
    {
        Fs.WriteAtomic("/home/mallory/motd", GuestTree.Bytes("x"), FileRights.Public);
        Assert.Equal("0644 0:0", _tree.Rights("home/mallory/motd"));
    }

    [Fact]
    public void WriteAtomic_AnotherUsersDirectoryInAHome_IsRefused()
    {
        Directory.CreateDirectory(_tree.At("home/mallory/alice"));
        _tree.Own("home/mallory/alice", 1002);
        Assert.Contains("another user", Assert.Throws<MachineException>(() => Fs.WriteAtomic("/home/mallory/alice/x", GuestTree.Bytes("x"), FileRights.Public)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UserThread_RootOnlyFile_IsRefusedThereAndOpenAfterwards()
    {
        File.SetUnixFileMode(_tree.At("etc/shadow"), UnixFileMode.UserRead);
        File.SetUnixFileMode(_tree.Root, (UnixFileMode)0x1ed);
        Assert.Throws<UnauthorizedAccessException>(() => UserThread.Run(GuestTree.Mallory, GuestTree.Mallory, () => File.ReadAllText(_tree.At("etc/shadow"))));
        Assert.NotEmpty(_tree.Text("etc/shadow"));
    }
}
