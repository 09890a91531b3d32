using Fleet.GuestAgent.Machine;
using Fleet.GuestAgent.Machine.Ssh;

namespace Fleet.GuestAgent.Tests.Machine;

public sealed class SshdConfigTests : IDisposable
{
    private const string Include = "Include /etc/ssh/sshd_config.d/*.conf\n";
    private const string Ours = "AuthorizedKeysFile .ssh/authorized_keys " + ManagedKeyFiles.Directory + "/%u\n";

    private readonly GuestTree _tree = new();
    private readonly FakeSshd _sshd = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _tree.Dispose();

    // Each time another one, as after a restart.
    private Task<string?> EnsureAsync() => new SshdConfig(_tree.Host.Files, _sshd).EnsureAsync(Ct);

    [Fact]
    public async Task EnsureAsync_Again_ReloadsOnce()
    {
        Assert.Null(await EnsureAsync());
        Assert.Null(await EnsureAsync());

        Assert.Equal(1, _sshd.Reloads);
        Assert.False(File.Exists(_tree.At(SshdConfig.ReloadOwed)));
    }

    [Fact]
    public async Task EnsureAsync_ReloadFails_IsAProblemUntilOneSucceeds()
    {
        _sshd.Fault = new MachineException("systemctl failed (exit code 1)");
        Assert.Contains("systemctl failed", await EnsureAsync(), StringComparison.Ordinal);
        Assert.Contains("systemctl failed", await EnsureAsync(), StringComparison.Ordinal);
        _sshd.Fault = null;

        Assert.Null(await EnsureAsync());

        Assert.Equal(3, _sshd.Reloads);
        Assert.Null(await EnsureAsync());
        Assert.Equal(3, _sshd.Reloads);
    }

    [Fact]
    public async Task EnsureAsync_AgentDiesBeforeTheReload_TheNextOneReloads()
    {
        _sshd.Fault = new InvalidOperationException("the agent is no more");
        await Assert.ThrowsAsync<InvalidOperationException>(EnsureAsync);
        _sshd.Fault = null;

        Assert.Null(await EnsureAsync());

        Assert.Equal(2, _sshd.Reloads);
    }

    [Theory]
    [InlineData("10-site.conf", "AuthorizedKeysFile /etc/ssh/keys/%u\n", "/etc/ssh/sshd_config.d/10-site.conf sets AuthorizedKeysFile before")]
    [InlineData("10-site.conf", "# mine\n\tauthorizedkeysfile=none\n", "10-site.conf sets AuthorizedKeysFile before")]
    [InlineData("10-site.conf", "Match User x\nX11Forwarding no\nMatch all\nAuthorizedKeysFile none\n", "10-site.conf sets")]
    [InlineData("10-site.conf", Ours, null)]
    [InlineData("10-site.conf", "Match User x\n  AuthorizedKeysFile none\n", null)]
    [InlineData("10-site.conf", "#AuthorizedKeysFile none\n", null)]
    [InlineData("60-site.conf", "AuthorizedKeysFile none\n", null)]
    [InlineData("10-site.off", "AuthorizedKeysFile none\n", null)]
    public async Task EnsureAsync_DropIn_CountsIfItComesFirst(string name, string text, string? expected)
    {
        Directory.CreateDirectory(_tree.At("etc/ssh/sshd_config.d"));
        _tree.Put($"etc/ssh/sshd_config.d/{name}", text);

        await ExpectAsync(expected);
    }

    [Theory]
    [InlineData("AuthorizedKeysFile none\n" + Include, "/etc/ssh/sshd_config sets AuthorizedKeysFile before")]
    [InlineData(Include + "AuthorizedKeysFile none\n", null)]
    [InlineData("Include sshd_config.d/*.conf\n", null)]
    [InlineData("Include /etc/ssh/other/*.conf \"/etc/ssh/sshd_config.d/*.conf\"\n", null)]
    [InlineData("Include /etc/ssh/other.conf\n" + Include, "/etc/ssh/other.conf sets AuthorizedKeysFile before")]
    [InlineData("Port 22\n", "does not include")]
    [InlineData("Match User x\n" + Include, "does not include")]
    [InlineData("Include /etc/ssh/sshd_config\n", "does not include")]
    public async Task EnsureAsync_MainFile_FirstValueCounts(string main, string? expected)
    {
        _tree.Put("etc/ssh/other.conf", "AuthorizedKeysFile none\n");
        _tree.Put("etc/ssh/sshd_config", main);

        await ExpectAsync(expected);
    }

    [Theory]
    [InlineData(".ssh/authorized_keys /var/lib/fleet-keys/%u", "Port 22\n", null)]
    [InlineData(".ssh/authorized_keys", Include, "sshd -T names other files")]
    [InlineData("none", "AuthorizedKeysFile none\n" + Include, "/etc/ssh/sshd_config sets")]
    public async Task EnsureAsync_SshdAnswers_IsBelievedBeforeTheFiles(string told, string main, string? expected)
    {
        _sshd.Told = told;
        _tree.Put("etc/ssh/sshd_config", main);

        await ExpectAsync(expected);
    }

    [Fact]
    public async Task EnsureAsync_ConflictIsPutRight_ReloadsThen()
    {
        _tree.Put("etc/ssh/sshd_config", "AuthorizedKeysFile none\n" + Include);
        Assert.NotNull(await EnsureAsync());
        Assert.Equal(0, _sshd.Reloads);
        _tree.Put("etc/ssh/sshd_config", Include);

        Assert.Null(await EnsureAsync());

        Assert.Equal(1, _sshd.Reloads);
    }

    private async Task ExpectAsync(string? expected)
    {
        var problem = await EnsureAsync();
        if (expected is null)
            Assert.Null(problem);
        else
            Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    private sealed class FakeSshd : ISshd
    {
        public string? Told { get; set; }

        public Exception? Fault { get; set; }

        public int Reloads { get; private set; }

        public Task<string?> KeysFileAsync(CancellationToken ct) => Task.FromResult(Told);

        public Task ReloadAsync(CancellationToken ct)
        {
            Reloads++;
            return Fault is null ? Task.CompletedTask : Task.FromException(Fault);
        }
    }
}
