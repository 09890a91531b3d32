using Fleet.Contracts;
using Fleet.GuestAgent.Journal;
using Fleet.GuestAgent.Steps;
using Fleet.GuestAgent.Tests.Machine;

namespace Fleet.GuestAgent.Tests.Steps;

public sealed class BootRunnerTests : IDisposable
{
    private const string Whole = """
        #cloud-config
        hostname: db.example.com
        groups: [ops]
        users:
        - name: bob
          groups: [sudo, ops]
          sudo: ALL=(ALL) NOPASSWD:ALL
          ssh_authorized_keys: [KEY]
        write_files:
        - path: /etc/app/conf
          permissions: '0640'
          content: hello
        - path: /home/bob/late
          owner: bob:bob
          defer: true
          content: late
        packages: [nginx]
        runcmd: [echo ran]
        """;

    private readonly BootFixture _boot = new();

    private static string UserData => Whole.Replace("KEY", TestKeys.Of(1, "bob@laptop").Line, StringComparison.Ordinal);

    public void Dispose() => _boot.Dispose();

    [Fact]
    public async Task RunStageAsync_WholeConfig_DoesAndTellsEverything()
    {
        var (sink, login, final) = await _boot.BootAsync(UserData);
        Assert.Equal(
            [
                "ok local",
                "ok login/user-data", "ok login/hostname: db.example.com", "ok login/write-files/etc-app-conf: /etc/app/conf", "ok login/write-files",
                "ok login/groups", "ok login/users/bob", "ok login/users", "ok login/ssh-keys", "ok login",
                "ok final/write-files/home-bob-late: /home/bob/late", "ok final/write-files", "ok final/runcmd/1", "ok final/runcmd", "skipped final/packages: *", "ok final",
            ],
            sink.Ends.Select(l => l.StartsWith("skipped final/packages: not run by this version", StringComparison.Ordinal) ? "skipped final/packages: *" : l));
        Assert.Equal(sink.Ends.Count(), sink.Lines.Count(l => l.StartsWith("started", StringComparison.Ordinal)));
        Assert.Equal((new StageResult(0, null, null), new StageResult(0, null, null)), (login, final));

        var tree = _boot.Tree;
        Assert.Equal("db\n", tree.Text("etc/hostname"));
        Assert.Contains("127.0.1.1\tdb.example.com db\n", tree.Text("etc/hosts"), StringComparison.Ordinal);
        Assert.Equal("0640 0:0", tree.Rights("etc/app/conf"));
        Assert.Equal("0644 1003:1004", tree.Rights("home/bob/late"));
        Assert.EndsWith("bob@laptop\n", tree.Text("var/lib/fleet-keys/bob"), StringComparison.Ordinal);
        Assert.Contains("bob ALL=(ALL) NOPASSWD:ALL\n", tree.Text("etc/sudoers.d/90-fleet-bob"), StringComparison.Ordinal);
        Assert.Empty(tree.Temporaries());
    }

    [Fact]
    public async Task RunStageAsync_SecondBoot_LeavesWhatUsersChangedAndRunsNothingTwice()
    {
        await _boot.BootAsync(UserData);
        _boot.Tree.Put("etc/app/conf", "changed by hand");
        File.Delete(_boot.Tree.At("etc/sudoers.d/90-fleet-bob"));
        _boot.Tree.Put("etc/hostname", "other\n");
        var (sink, _, _) = await _boot.BootAsync(UserData);
        Assert.Equal("changed by hand", _boot.Tree.Text("etc/app/conf"));
        Assert.False(File.Exists(_boot.Tree.At("etc/sudoers.d/90-fleet-bob")));
        Assert.Equal("db\n", _boot.Tree.Text("etc/hostname"));
        Assert.Contains("skipped login/users: made in an earlier boot", sink.Lines);
        Assert.Contains("skipped login/write-files: written in an earlier boot", sink.Lines);
        Assert.Contains("skipped final/runcmd: ran in an earlier boot", sink.Lines);
        Assert.Empty(sink.Outputs);
    }

    [Fact]
    public async Task RunStageAsync_OfflineSecondBoot_RunsNothingTwice()
    {
        await _boot.BootAsync(UserData);
        _boot.Online = false;
        var (sink, _, _) = await _boot.BootAsync(UserData);
        Assert.Contains("skipped final/runcmd: ran in an earlier boot", sink.Lines);
    }

    [Fact]
    public async Task RunStageAsync_OtherInstanceOrOtherContent_RunsAnew()
    {
        await _boot.BootAsync(UserData);
        Assert.Contains("ok final/runcmd", (await _boot.BootAsync(UserData.Replace("echo ran", "echo other", StringComparison.Ordinal))).Sink.Lines);
        _boot.Instance = InstanceId.New();
        Assert.Contains("ok final/runcmd", (await _boot.BootAsync(UserData)).Sink.Lines);
    }

    [Fact]
    public async Task RunStageAsync_CutShortInAScript_IsInterruptedOnceAndNeverRerun()
    {
        const string Script = "#!/bin/sh\necho ran\n";
        var journal = new BootJournal(_boot.Tree.Host.Files);
        journal.Started(new(_boot.Instance.ToString(), "final/user-script", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Script)))));
        var (sink, _, final) = await _boot.BootAsync(Script);
        Assert.Contains("interrupted final/user-script: began in an earlier boot that was cut short; it is not run a second time", sink.Lines);
        Assert.Equal("final/user-script", final.FirstFailedPath);
        Assert.Contains("skipped final/user-script: ran in an earlier boot", (await _boot.BootAsync(Script)).Sink.Lines);
    }

    [Fact]
    public async Task RunStageAsync_BadUserData_FailsAloneAndTheRestGoesOn()
    {
        _boot.Pushed = [new("instances/i", 3, [new("alice", TestKeys.Of(2))])];
        var (sink, login, final) = await _boot.BootAsync("#cloud-config\nusers:\n- name: 'Not Good'\n");
        Assert.Equal((1, "login/user-data"), (login.Failed, login.FirstFailedPath));
        Assert.StartsWith("line 3, column 9: users[0].name: ", login.FirstFailure, StringComparison.Ordinal);
        Assert.Equal("3", sink.Attributes["login/user-data"]!["line"]);
        Assert.Contains("ok login/hostname: web-1", sink.Lines);
        Assert.Contains("ok login/ssh-keys", sink.Lines);
        Assert.True(File.Exists(_boot.Tree.At("var/lib/fleet-keys/alice")));
        Assert.Equal(0, final.Failed);
    }

    [Fact]
    public async Task RunStageAsync_PartsFail_EachAloneWithItsReason()
    {
        var (sink, login, _) = await _boot.BootAsync(
            """
            #cloud-config
            users:
            - {name: first, uid: 1001}
            - {name: second}
            write_files:
            - {path: /etc/a, owner: 'nobody-here:root', content: x}
            - {path: /etc/b, content: x}
            """);
        Assert.Equal((2, "login/write-files/etc-a"), (login.Failed, login.FirstFailedPath));
        Assert.Contains("defer: true", login.FirstFailure, StringComparison.Ordinal);
        Assert.Contains("ok login/write-files/etc-b: /etc/b", sink.Lines);
        Assert.Contains("failed login/write-files: 1 of 2 files could not be written", sink.Lines);
        Assert.Contains("failed login/users/first: useradd failed (exit code 4): useradd: UID 1001 is not unique", sink.Lines);
        Assert.Contains("ok login/users/second", sink.Lines);
        Assert.Contains("ok login: 2 failed, first login/write-files/etc-a", sink.Lines);
    }

    [Fact]
    public async Task RunStageAsync_TopLevelKeys_GoToTheImagesDefaultUser()
    {
        var (_, login, _) = await _boot.BootAsync($"#cloud-config\nssh_authorized_keys: [{TestKeys.Of(3).Line}]\n");
        Assert.Equal(0, login.Failed);
        Assert.True(_boot.Tree.Host.Accounts.Files.IsMember("debian", "sudo"));
        Assert.True(File.Exists(_boot.Tree.At("var/lib/fleet-keys/debian")));
    }

    [Fact]
    public async Task RunStageAsync_PushedKeyOfAMissingUser_DoesNotDegradeTheBoot()
    {
        _boot.Pushed = [new("projects/p", 1, [new("carol", TestKeys.Of(2))])];
        var (sink, login, _) = await _boot.BootAsync(null);
        Assert.Equal(0, login.Failed);
        Assert.Contains("progress login/ssh-keys: carol: user 'carol' does not exist on the guest", sink.Lines);
    }

    [Fact]
    public async Task RunStageAsync_UserScriptFails_SaysHow()
    {
        var (sink, _, final) = await _boot.BootAsync("#!/bin/sh\necho \"$FLEET_INSTANCE $PWD\"; umask; exit 9\n");
        Assert.Equal("web-1 /\n0022\n", sink.Outputs["final/user-script"]);
        Assert.Equal((1, "final/user-script", "exit code 9"), (final.Failed, final.FirstFailedPath, final.FirstFailure));
    }

    [Fact]
    public async Task RunStageAsync_DamagedJournal_RunsNoScriptAndStillLetsUsersIn()
    {
        await _boot.BootAsync(UserData);
        _boot.Tree.Put("var/lib/fleet/journal.json", "{");
        _boot.Online = false;
        var (sink, login, final) = await _boot.BootAsync(UserData);
        Assert.Equal(("login/write-files", "final/write-files"), (login.FirstFailedPath, final.FirstFailedPath));
        Assert.Contains("journal.json is damaged", final.FirstFailure, StringComparison.Ordinal);
        Assert.Empty(sink.Outputs);
        Assert.Contains("ok login/hostname: db.example.com", sink.Lines);
        Assert.Contains("ok login/ssh-keys", sink.Lines);
    }
}
