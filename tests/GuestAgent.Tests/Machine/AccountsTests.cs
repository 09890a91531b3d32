using Fleet.GuestAgent.Machine;
using Fleet.GuestAgent.Machine.Users;
using Fleet.UserData;

namespace Fleet.GuestAgent.Tests.Machine;

/// <summary>With the real useradd and groupadd, on a tree of its own (<c>--prefix</c>).</summary>
public sealed class AccountsTests : IDisposable
{
    private readonly GuestTree _tree = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Accounts Accounts => _tree.Host.Accounts;

    public void Dispose() => _tree.Dispose();

    private string Shadow(string user) => _tree.Text("etc/shadow").Split('\n').Single(l => l.StartsWith(user + ":", StringComparison.Ordinal)).Split(':')[1];

    [Fact]
    public async Task EnsureUserAsync_New_HasHomeShellGroupsAndNoPassword()
    {
        var made = await Accounts.EnsureUserAsync(new("bob") { Gecos = "Bob B.", Shell = "/bin/bash", Groups = ["sudo", "ops"], Uid = 1500 }, Ct);
        Assert.True(made);
        Assert.Equal(new Account("bob", 1500, 1500, "/home/bob"), Accounts.Files.Find("bob"));
        Assert.Contains("bob:x:1500:1500:Bob B.:/home/bob:/bin/bash", _tree.Text("etc/passwd"), StringComparison.Ordinal);
        Assert.True(Accounts.Files.IsMember("bob", "sudo"));
        Assert.True(Accounts.Files.IsMember("bob", "ops"));
        Assert.True(Directory.Exists(_tree.At("home/bob")));
        Assert.Equal("!", Shadow("bob"));
    }

    [Fact]
    public async Task EnsureUserAsync_Existing_GetsGroupsAndIsNotMadeAnew()
    {
        var before = _tree.Text("etc/passwd");
        Assert.False(await Accounts.EnsureUserAsync(new("alice") { Groups = ["sudo"], Shell = "/bin/sh" }, Ct));
        Assert.False(await Accounts.EnsureUserAsync(new("alice") { Groups = ["sudo"] }, Ct));
        Assert.Equal(before, _tree.Text("etc/passwd"));
        Assert.True(Accounts.Files.IsMember("alice", "sudo"));
        Assert.False(Accounts.Files.IsMember("mallory", "sudo"));
    }

    [Fact]
    public async Task EnsureUserAsync_GroupOfItsNameThere_BecomesItsPrimary()
    {
        await Accounts.EnsureGroupAsync("bob", [], Ct);
        await Accounts.EnsureUserAsync(new("bob"), Ct);
        Assert.Equal(Accounts.Files.GroupId("bob"), Accounts.Files.Find("bob")!.Gid);
    }

    [Fact]
    public async Task FS_13_EnsureUserAsync_HomeOfADeletedUser_IsNotInherited()
    {
        _tree.Home("bob", 4242);
        var e = await Assert.ThrowsAsync<MachineException>(() => Accounts.EnsureUserAsync(new("bob"), Ct));
        Assert.Contains("belongs to uid 4242", e.Message, StringComparison.Ordinal);
        Assert.Null(Accounts.Files.Find("bob"));
    }

    [Theory]
    [InlineData("-oProxy")]
    [InlineData("root\n")]
    [InlineData("a:b")]
    [InlineData("../x")]
    [InlineData("Ünï")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("a23456789012345678901234567890123")]
    public async Task FS_11_EnsureUserAsync_BadName_NeverReachesUseradd(string name)
    {
        var before = _tree.Text("etc/passwd");
        await Assert.ThrowsAsync<MachineException>(() => Accounts.EnsureUserAsync(new(name), Ct));
        Assert.Equal(before, _tree.Text("etc/passwd"));
    }

    [Fact]
    public async Task EnsureUserAsync_ToolFails_SaysWhatItSaid()
    {
        var e = await Assert.ThrowsAsync<MachineException>(() => Accounts.EnsureUserAsync(new("bob") { Uid = 1001 }, Ct));
        Assert.Contains("useradd failed (exit code 4): useradd: UID 1001 is not unique", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureUserAsync_Password_IsSetLockedOrNotAsAsked()
    {
        await Accounts.EnsureUserAsync(new("open") { NewPassword = new Secret("$6$a$open"), LockPassword = false }, Ct);
        await Accounts.EnsureUserAsync(new("locked") { NewPassword = new Secret("$6$a$locked") }, Ct);
        Assert.Equal("$6$a$open", Shadow("open"));
        Assert.Equal("!$6$a$locked", Shadow("locked"));

        await Accounts.EnsureUserAsync(new("open") { NewPassword = new Secret("$6$a$other"), LockPassword = false }, Ct);
        Assert.Equal("$6$a$open", Shadow("open"));
        await Accounts.EnsureUserAsync(new("open") { Password = new Secret("$6$a$always"), LockPassword = false }, Ct);
        Assert.Equal("$6$a$always", Shadow("open"));
    }

    [Fact]
    public async Task EnsureUserAsync_HashWithLineBreak_IsRefused()
    {
        await Assert.ThrowsAsync<MachineException>(() => Accounts.EnsureUserAsync(new("alice") { Password = new Secret("x\nroot:y") }, Ct));
        Assert.Equal("*", Shadow("root"));
    }

    [Fact]
    public async Task EnsureGroupAsync_MemberThatDoesNotExist_IsTold()
    {
        Assert.Equal(["nobody-here"], await Accounts.EnsureGroupAsync("ops", ["alice", "nobody-here"], Ct));
        Assert.True(Accounts.Files.IsMember("alice", "ops"));
    }

    [Fact]
    public async Task Sudoers_Rules_AreOneFileAUserThatOnlyRootReads()
    {
        var remark = await _tree.Host.Sudoers.WriteAsync("alice", ["ALL=(ALL) NOPASSWD:ALL"], Ct);
        Assert.Contains("written unchecked", remark, StringComparison.Ordinal);
        Assert.Equal("# Written by Fleet from user-data.\nalice ALL=(ALL) NOPASSWD:ALL\n", _tree.Text("etc/sudoers.d/90-fleet-alice"));
        Assert.Equal("0440 0:0", _tree.Rights("etc/sudoers.d/90-fleet-alice"));
        await Assert.ThrowsAsync<MachineException>(() => _tree.Host.Sudoers.WriteAsync("alice", ["ALL=(ALL) ALL\nmallory ALL=(ALL) ALL"], Ct));
    }
}
