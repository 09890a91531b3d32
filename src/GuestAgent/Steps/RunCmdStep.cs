using System.Security.Cryptography;
using System.Text;
using Fleet.GuestAgent.Machine.Files;
using Fleet.GuestAgent.Machine.Running;

namespace Fleet.GuestAgent.Steps;

/// <summary>cloud-config's <c>runcmd</c>, once for an instance: one shell for all, a span for each (<see cref="CommandScript"/>).</summary>
internal sealed class RunCmdStep : IBootStep
{
    private const string Script = ScriptFiles.Directory + "/runcmd";
    private const string RunDirectory = "/run/fleet";
    private const string Fifo = RunDirectory + "/runcmd";

    public string Name => "runcmd";

    public Stage Stage => Stage.Final;

    public StepKind Kind => StepKind.Once;

    public bool HasWork(BootContext boot) => boot.Config is { RunCmd.Count: > 0 };

    public Task<StepEnd> RunAsync(StepRun run, CancellationToken ct)
    {
        List<string> commands = [.. run.Boot.Config!.RunCmd.Select(CommandScript.Text)];
        return !run.Host.RunsScripts ? Task.FromResult(StepEnd.Skipped("scripts are not run in an offline tree"))
            : run.OnceAsync(Kind, Encoding.UTF8.GetBytes(string.Join('\0', commands)), () => ScriptAsync(run, commands, ct));
    }

    private static async Task<StepEnd> ScriptAsync(StepRun run, List<string> commands, CancellationToken ct)
    {
        var fs = run.Host.Files;
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        fs.MakeDirectories(RunDirectory, FileRights.PrivateDirectory);
        fs.MakeFifo(Fifo);
        ScriptFiles.Write(fs, Script, Encoding.UTF8.GetBytes(CommandScript.Of(commands, fs.OnHost(Fifo), token)));
        var spans = new CommandSpans(run, commands.Count);
        try
        {
            var spec = new ProcessSpec(fs.OnHost(Script)) { Timeout = ScriptFiles.Timeout, Environment = ScriptFiles.Environment(run), OutputFifo = fs.OnHost(Fifo) };
            var result = await run.Host.Processes.RunAsync(spec, new MarkedOutput(token, spans.Mark, spans.Output), ct).ConfigureAwait(false);
            return spans.End(result);
        }
        finally
        {
            fs.Delete(Fifo);
            fs.Delete(Script);
        }
    }
}
