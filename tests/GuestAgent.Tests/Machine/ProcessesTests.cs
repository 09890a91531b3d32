using System.Diagnostics;
using Fleet.GuestAgent.Machine;
using Fleet.GuestAgent.Machine.Running;

namespace Fleet.GuestAgent.Tests.Machine;

public sealed class ProcessesTests
{
    private readonly Processes _processes = new(TimeProvider.System);
    private readonly List<string> _pieces = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Output => string.Concat(_pieces);

    private Task<ProcessResult> ShAsync(string script, TimeSpan? timeout = null) =>
        _processes.RunAsync(new("sh", "-c", script) { Timeout = timeout ?? TimeSpan.FromSeconds(30) }, new TextOutput(_pieces.Add), Ct);

    [Fact]
    public async Task RunAsync_ExitCode_IsToldWithBothOutputsInOrder()
    {
        var result = await ShAsync("echo one; echo two >&2; echo drei…; exit 3");
        Assert.Equal(3, result.ExitCode);
        Assert.Equal("exit code 3", result.Reason);
        Assert.Equal("one\ntwo\ndrei…\n", Output);
    }

    [Fact]
    public async Task RunAsync_Signal_IsTold()
    {
        var result = await ShAsync("kill -9 $$");
        Assert.Equal((null, 9), (result.ExitCode, result.Signal));
        Assert.False(result.TimedOut);
    }

    [Fact]
    public async Task RunAsync_NotInstalled_SaysSo()
    {
        var e = await Assert.ThrowsAsync<MachineException>(() => _processes.RunAsync(new("no-such-program"), Ct));
        Assert.Contains("'no-such-program' is not installed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FS_27_RunAsync_ArgumentsThatLookLikeShell_ArriveAsTheyAre()
    {
        string[] arguments = ["$(id)", "; rm -rf /tmp/x #", "-rf", "a\nb", ""];
        await _processes.RunAsync(new("printf", ["%s|", .. arguments]), new TextOutput(_pieces.Add), Ct);
        Assert.Equal(string.Concat(arguments.Select(a => a + "|")), Output);
    }

    [Fact]
    public async Task FS_25_RunAsync_HostileEnvironmentOfTheAgent_IsNotHandedOn()
    {
        Environment.SetEnvironmentVariable("LD_PRELOAD_TEST_CANARY", "evil");
        await ShAsync("env | sort; readlink /proc/self/fd/0; ls /proc/self/fd | wc -l");
        Assert.DoesNotContain("CANARY", Output, StringComparison.Ordinal);
        Assert.Contains("HOME=/root\nLANG=C.UTF-8\n", Output, StringComparison.Ordinal);
        // 0, 1, 2 and the directory that ls lists.
        Assert.EndsWith("/dev/null\n4\n", Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OwnSessionAndSignals_AreAsForAFreshProcess()
    {
        // Field 6 of stat is the session. .NET ignores SIGPIPE; of the ignored ones only 32 and 33 may be left, which glibc keeps for itself.
        await ShAsync("set -- $(cat /proc/$$/stat); echo $(( $6 == $1 )); grep -E 'Sig(Ign|Blk)' /proc/$$/status");
        Assert.Equal("1\nSigBlk:\t0000000000000000\nSigIgn:\t0000000180000000\n", Output);
    }

    [Fact]
    public async Task FS_26_RunAsync_DaemonHoldsTheOutput_DoesNotWaitForIt()
    {
        var watch = Stopwatch.StartNew();
        var result = await ShAsync("sleep 31 & echo started");
        Assert.True(result.Succeeded);
        Assert.Equal("started\n", Output);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task FS_26_RunAsync_TimeUp_TerminatesTheWholeGroup()
    {
        var watch = Stopwatch.StartNew();
        var result = await ShAsync("sleep 4711 & echo $!; wait", TimeSpan.FromMilliseconds(300));
        Assert.True(result.TimedOut);
        Assert.Equal("its time was up", result.Reason);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        await GoneAsync(Output.Trim());
    }

    [Fact]
    public async Task FS_26_RunAsync_TermIsIgnored_KillsAfterTheGrace()
    {
        var watch = Stopwatch.StartNew();
        var result = await ShAsync("trap '' TERM; echo $$; while :; do sleep 0.2; done", TimeSpan.FromMilliseconds(300));
        Assert.True(result.TimedOut);
        Assert.InRange(watch.Elapsed, ProcessWait.Grace, ProcessWait.Grace + TimeSpan.FromSeconds(8));
        await GoneAsync(Output.Trim());
    }

    [Fact]
    public async Task FS_26_RunAsync_EndlessOutput_IsCutOnceAndTheScriptGoesOn()
    {
        var result = await ShAsync("head -c 20000000 /dev/zero | tr '\\0' 'x'; echo; exit 5");
        Assert.Equal(5, result.ExitCode);
        Assert.All(_pieces, p => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(p), 1, 8 * 1024));
        Assert.InRange(Output.Length, TextOutput.DefaultTotal, TextOutput.DefaultTotal + 100);
        Assert.Single(_pieces, p => p.Contains("is not kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_Input_IsReadAndEnds()
    {
        await _processes.RunAsync(new("cat") { Input = GuestTree.Bytes("secret:hash\n") }, new TextOutput(_pieces.Add), Ct);
        Assert.Equal("secret:hash\n", Output);
    }

    [Fact]
    public async Task RunAsync_Cancelled_StopsTheProcess()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var run = _processes.RunAsync(new("sleep", "4712"), new TextOutput(_pieces.Add), stop.Token);
        stop.CancelAfter(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public void TextOutput_CutCharacterAndNul_ArePutRight()
    {
        var text = new TextOutput(_pieces.Add);
        byte[] bytes = [.. "ü€😀\0."u8];
        foreach (var b in bytes)
            text.Bytes([b]);
        text.End();
        Assert.Equal("ü€😀\uFFFD.", Output);
    }

    // A killed process is a zombie until its parent, by then PID 1, has reaped it.
    private static async Task GoneAsync(string pid)
    {
        for (var i = 0; i < 100; i++)
        {
            var stat = $"/proc/{pid}/stat";
            if (!File.Exists(stat) || (await File.ReadAllTextAsync(stat, Ct)).Contains(") Z ", StringComparison.Ordinal))
                return;
            await Task.Delay(50, Ct);
        }

        Assert.Fail($"process {pid} lives");
    }
}
