using Fleet.GuestAgent.Machine;
using Fleet.GuestAgent.Machine.Ssh;
using Microsoft.Extensions.Time.Testing;

namespace Fleet.GuestAgent.Tests.Machine;

public sealed class KeyLedgerTests : IDisposable
{
    private const string Project = "projects/p";
    private const string Instance = "instances/i";

    private readonly GuestTree _tree = new();
    private readonly FakeTimeProvider _time = new(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly Host _host;

    public KeyLedgerTests()
    {
        _time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("plus2", TimeSpan.FromHours(2), null, null));
        _host = new(_tree.Root, _time);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _host.Dispose();
        _tree.Dispose();
    }

    private string KeyFile(string user) => _tree.Text($"{ManagedKeyFiles.Directory}/{user}");

    private bool HasFile(string user) => File.Exists(_tree.At($"{ManagedKeyFiles.Directory}/{user}"));

    private Task<IReadOnlyList<ManagedKeyProblem>> PutAsync(string subject, long revision, params ManagedKey[] keys)
    {
        Assert.Null(_host.Keys.Replace(new(subject, revision, keys)));
        return _host.Keys.ApplyAsync(Ct);
    }

    [Fact]
    public async Task ApplyAsync_KeysOfTwoSubjects_AreRenderedExactly()
    {
        await PutAsync(Project, 1, new ManagedKey("alice", TestKeys.Of(1, "alice@laptop")));
        var problems = await PutAsync(Instance, 1, new ManagedKey("alice", TestKeys.Of(2), _time.GetUtcNow().AddHours(1), "k2"));
        Assert.Empty(problems);
        Assert.Equal(
            """
            # Written by Fleet: the keys that it manages for this user. Changes here are lost; your own keys belong into ~/.ssh/authorized_keys.
            ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB alice@laptop
            expiry-time="20261122150000" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC

            """, KeyFile("alice"));
        Assert.Equal("0644 0:0", _tree.Rights($"{ManagedKeyFiles.Directory}/alice"));
        Assert.Equal("0755 0:0", _tree.Rights(ManagedKeyFiles.Directory));
        Assert.Equal("0600 0:0", _tree.Rights("var/lib/fleet/keys.json"));
    }

    [Fact]
    public async Task ApplyAsync_FirstTime_TellsSshdToReadTheFiles()
    {
        await PutAsync(Instance, 1, new ManagedKey("alice", TestKeys.Of(1)));
        Assert.Equal("# Written by Fleet.\nAuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2 /var/lib/fleet-keys/%u\n", _tree.Text("etc/ssh/sshd_config.d/50-fleet.conf"));
    }

    [Theory]
    [InlineData("Port 22\n", "does not include")]
    [InlineData("Match User x\nInclude /etc/ssh/sshd_config.d/*.conf\n", "does not include")]
    [InlineData("AuthorizedKeysFile none\nInclude /etc/ssh/sshd_config.d/*.conf\n", "sets AuthorizedKeysFile before")]
    public async Task ApplyAsync_SshdWouldNotRead_IsAProblemOfEachKey(string config, string expected)
    {
        _tree.Put("etc/ssh/sshd_config", config);
        var problem = Assert.Single(await PutAsync(Instance, 1, new ManagedKey("alice", TestKeys.Of(1), Id: "k1")));
        Assert.Equal((Instance, "alice", "k1"), (problem.Subject, problem.User, problem.Id));
        Assert.Contains(expected, problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FS_08_ApplyAsync_KeysComeAndGo_UsersOwnFileKeepsEveryByte()
    {
        var own = "# mine\r\nssh-rsa AAAA own-key\n\n\tcommand=\"x\" ssh-rsa BBBB no newline at the end";
        _tree.Put("home/mallory/.ssh/authorized_keys", own);
        _tree.Own("home/mallory/.ssh/authorized_keys", GuestTree.Mallory);
        await PutAsync(Instance, 1, new ManagedKey("mallory", TestKeys.Of(1)));
        Assert.True(HasFile("mallory"));
        await PutAsync(Instance, 2);
        Assert.False(HasFile("mallory"));
        Assert.Equal(own, _tree.Text("home/mallory/.ssh/authorized_keys"));
        Assert.Equal("0644 1001:1001", _tree.Rights("home/mallory/.ssh/authorized_keys"));
    }

    [Fact]
    public async Task FS_01_ApplyAsync_SshDirectoryIsASymlink_NothingBelowHomeMatters()
    {
        Directory.Delete(_tree.At("home/mallory/.ssh"));
        _tree.Link("home/mallory/.ssh", "/etc");
        Assert.Empty(await PutAsync(Instance, 1, new ManagedKey("mallory", TestKeys.Of(1))));
        Assert.True(HasFile("mallory"));
        Assert.False(File.Exists(_tree.At("etc/authorized_keys")));
    }

    [Fact]
    public async Task Replace_LowerRevision_IsRefusedAlsoAfterARestart()
    {
        await PutAsync(Instance, 7, new ManagedKey("alice", TestKeys.Of(1)));
        using var restarted = new Host(_tree.Root, _time);
        var refused = restarted.Keys.Replace(new(Instance, 6, [new("alice", TestKeys.Of(2))]));
        Assert.Contains("older than 7", refused, StringComparison.Ordinal);
        Assert.Equal(7, restarted.Keys.Revision(Instance));
        Assert.Null(restarted.Keys.Revision(Project));
        Assert.Empty(await restarted.Keys.ApplyAsync(Ct));
        Assert.Contains("AAAAIAEBAQ", KeyFile("alice"), StringComparison.Ordinal);
        Assert.Null(restarted.Keys.Replace(new(Instance, 7, [])));
    }

    [Fact]
    public async Task FS_10_ApplyAsync_KeyExpires_IsRemovedWithoutTheServer()
    {
        await PutAsync(Instance, 1, new ManagedKey("alice", TestKeys.Of(1), _time.GetUtcNow().AddMinutes(5)), new ManagedKey("alice", TestKeys.Of(2), _time.GetUtcNow().AddMinutes(-5)));
        Assert.DoesNotContain("AAAAIAICAg", KeyFile("alice"), StringComparison.Ordinal);
        Assert.Equal(_time.GetUtcNow().AddMinutes(5), _host.Keys.NextExpiry());
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(await _host.Keys.ApplyAsync(Ct));
        Assert.False(HasFile("alice"));
        Assert.Null(_host.Keys.NextExpiry());
    }

    [Fact]
    public async Task ApplyAsync_SameKeyTwice_LivesAsLongAsTheLonger()
    {
        await PutAsync(Project, 1, new ManagedKey("alice", TestKeys.Of(1), _time.GetUtcNow().AddMinutes(5)));
        await PutAsync(Instance, 1, new ManagedKey("alice", TestKeys.Of(1)));
        Assert.DoesNotContain("expiry-time", KeyFile("alice"), StringComparison.Ordinal);
        Assert.Equal(2, KeyFile("alice").Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("bob", "user 'bob' does not exist on the guest")]
    [InlineData("root", "emergency reset")]
    [InlineData("daemon", "system account")]
    [InlineData("../x", "must match")]
    [InlineData("-oProxy", "must match")]
    public async Task FS_11_ApplyAsync_UserThatGetsNoKey_IsAProblemAndOthersGetTheirs(string user, string expected)
    {
        var problems = await PutAsync(Instance, 1, new ManagedKey(user, TestKeys.Of(1), Id: "bad"), new ManagedKey("alice", TestKeys.Of(2)));
        Assert.Contains(expected, Assert.Single(problems).Problem, StringComparison.Ordinal);
        Assert.Equal(["alice"], _host.Files.List(ManagedKeyFiles.Directory));
    }

    [Fact]
    public async Task ApplyAsync_NothingChanged_WritesNothing()
    {
        await PutAsync(Instance, 1, new ManagedKey("alice", TestKeys.Of(1)));
        var path = _tree.At($"{ManagedKeyFiles.Directory}/alice");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        await _host.Keys.ApplyAsync(Ct);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void Replace_DamagedLedger_IsKeptAsideAndANewOneBegun()
    {
        Directory.CreateDirectory(_tree.At("var/lib/fleet"));
        _tree.Put("var/lib/fleet/keys.json", "{\"sets\":[{");
        Assert.Null(_host.Keys.Replace(new(Instance, 1, [])));
        Assert.Equal("{\"sets\":[{", _tree.Text("var/lib/fleet/keys.json.damaged"));
    }

    [Fact]
    public async Task Replace_LedgerHoldsAKeyThatIsNoLongerTaken_TheKeyGoesAndTheRevisionStays()
    {
        await PutAsync(Instance, 7, new ManagedKey("alice", TestKeys.Of(1)), new ManagedKey("alice", TestKeys.Of(2)));
        _tree.Put("var/lib/fleet/keys.json", _tree.Text("var/lib/fleet/keys.json").Replace($"\"{TestKeys.Of(1).Line}\"", "\"ssh-dss AAAA\"", StringComparison.Ordinal));

        using var restarted = new Host(_tree.Root, _time);

        Assert.Contains("older than 7", restarted.Keys.Replace(new(Instance, 6, [])), StringComparison.Ordinal);
        await restarted.Keys.ApplyAsync(Ct);
        Assert.DoesNotContain("AAAAIAEBAQ", KeyFile("alice"), StringComparison.Ordinal);
        Assert.Contains("AAAAIAICAg", KeyFile("alice"), StringComparison.Ordinal);
        Assert.False(File.Exists(_tree.At("var/lib/fleet/keys.json.damaged")));
    }
}
