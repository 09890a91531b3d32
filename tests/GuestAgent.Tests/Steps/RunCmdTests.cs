namespace Fleet.GuestAgent.Tests.Steps;

public sealed class RunCmdTests : IDisposable
{
    private readonly BootFixture _boot = new();

    public void Dispose() => _boot.Dispose();

    private async Task<(RecordingSink Sink, Fleet.GuestAgent.Steps.StageResult Final)> RunAsync(params string[] commands)
    {
        var (sink, _, final) = await _boot.BootAsync("#cloud-config\nruncmd:\n" + string.Concat(commands.Select(c => $"- {c}\n")));
        return (sink, final);
    }

    private static List<string> Ends(RecordingSink sink) => [.. sink.Ends.Where(l => l.Split(' ')[1].StartsWith("final/runcmd", StringComparison.Ordinal))];

    [Fact]
    public async Task RunCmd_StateOfTheShell_CarriesOver()
    {
        var (sink, final) = await RunAsync("cd /usr/lib", "X='it''s'; f() { echo \"f $1 $X\"; }", "pwd; f a", "\"umask; false\"", "echo before=$?");
        Assert.Equal("/usr/lib\nf a its\n", sink.Outputs["final/runcmd/3"]);
        Assert.Equal("0022\n", sink.Outputs["final/runcmd/4"]);
        Assert.Equal("before=1\n", sink.Outputs["final/runcmd/5"]);
        Assert.Equal("final/runcmd/4", final.FirstFailedPath);
    }

    [Fact]
    public async Task RunCmd_MiddleOneFails_IsSeenAndTheRestRuns()
    {
        var (sink, final) = await RunAsync("echo one", "sh -c 'echo two >&2; exit 3'", "echo three");
        Assert.Equal(["ok final/runcmd/1", "failed final/runcmd/2: exit code 3", "ok final/runcmd/3", "failed final/runcmd: 1 of 3 commands failed"], Ends(sink));
        Assert.Equal("two\n", sink.Outputs["final/runcmd/2"]);
        Assert.Equal("3", sink.Attributes["final/runcmd/2"]!["exitCode"]);
        Assert.Equal((1, "final/runcmd/2", "exit code 3"), (final.Failed, final.FirstFailedPath, final.FirstFailure));
    }

    [Fact]
    public async Task RunCmd_SyntaxError_SpoilsItselfAlone()
    {
        var (sink, _) = await RunAsync("\"if\"", "'echo \"unterminated'", "echo fine");
        Assert.Equal(["failed final/runcmd/1: exit code 2", "failed final/runcmd/2: exit code 2", "ok final/runcmd/3", "failed final/runcmd: 2 of 3 commands failed"], Ends(sink));
    }

    [Fact]
    public async Task RunCmd_Exit_EndsTheScriptAndSaysSo()
    {
        var (sink, final) = await RunAsync("echo one", "exit 4", "echo three");
        Assert.Equal(
            ["ok final/runcmd/1", "failed final/runcmd/2: it ended the script: exit code 4", "skipped final/runcmd/3: not reached: command 2 ended the script", "failed final/runcmd: 1 of 3 commands failed"],
            Ends(sink));
        Assert.Equal(1, final.Failed);
    }

    [Fact]
    public async Task RunCmd_SetE_IsKept()
    {
        var (sink, _) = await RunAsync("set -e", "'false'", "echo never");
        Assert.Equal("failed final/runcmd/2: it ended the script: exit code 1", Ends(sink)[1]);
        Assert.StartsWith("skipped final/runcmd/3", Ends(sink)[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunCmd_OutputRedirectedForGood_StillHasItsSpans()
    {
        var log = _boot.Tree.At("etc/log");
        var (sink, _) = await RunAsync($"exec >{log} 2>&1", "echo hidden", "sleep 30 &", "'false'");
        Assert.Equal(["ok final/runcmd/1", "ok final/runcmd/2", "ok final/runcmd/3", "failed final/runcmd/4: exit code 1", "failed final/runcmd: 1 of 4 commands failed"], Ends(sink));
        Assert.Equal("hidden\n", _boot.Tree.Text("etc/log"));
    }

    [Fact]
    public async Task RunCmd_Trace_DoesNotShowTheMarks()
    {
        var (sink, _) = await RunAsync("set -x", "echo a");
        Assert.DoesNotContain("__fleet_start", string.Concat(sink.Outputs.Values), StringComparison.Ordinal);
        Assert.Contains("a\n", sink.Outputs["final/runcmd/2"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task FS_27_RunCmd_ArgumentsAsAList_ReachTheProgramAsTheyAre()
    {
        var (sink, _) = await RunAsync("[ printf, '%s|', '$(id)', \"it's\", '; x', \"a\\nb\" ]");
        Assert.Equal("$(id)|it's|; x|a\nb|", sink.Outputs["final/runcmd/1"]);
    }

    [Fact]
    public async Task RunCmd_ScriptAndFifo_AreGoneAfterwards()
    {
        await RunAsync("'true'");
        Assert.Empty(Directory.GetFiles(_boot.Tree.At("var/lib/fleet/scripts")));
        Assert.Empty(Directory.GetFiles(_boot.Tree.At("run/fleet")));
    }
}
