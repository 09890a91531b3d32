using Fleet.Contracts.Events;
using Fleet.GuestAgent.Machine.Running;

namespace Fleet.GuestAgent.Steps;

/// <summary>User-data that is a script, run once for an instance, byte for byte as it was given.</summary>
internal sealed class UserScriptStep : IBootStep
{
    private const string Script = ScriptFiles.Directory + "/user-script";

    public string Name => "user-script";

    public Stage Stage => Stage.Final;

    public StepKind Kind => StepKind.Once;

    public bool HasWork(BootContext boot) => boot.UserData?.Document?.Script is not null;

    public Task<StepEnd> RunAsync(StepRun run, CancellationToken ct)
    {
        var content = run.Boot.UserData!.Document!.Script!.Content;
        return !run.Host.RunsScripts ? Task.FromResult(StepEnd.Skipped("scripts are not run in an offline tree"))
            : run.OnceAsync(Kind, content.ToArray(), () => ScriptAsync(run, content, ct));
    }

    private static async Task<StepEnd> ScriptAsync(StepRun run, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var fs = run.Host.Files;
        ScriptFiles.Write(fs, Script, content);
        try
        {
            // A shell sets what posix_spawn cannot: the usual mask and directory, whatever the agent's unit has. The path is an argument, never text.
            var spec = new ProcessSpec("/bin/sh", "-c", "umask 022; echo 0 > /proc/self/oom_score_adj; cd /; exec \"$0\"", fs.OnHost(Script)) { Timeout = ScriptFiles.Timeout, Environment = ScriptFiles.Environment(run) };
            var result = await run.Host.Processes.RunAsync(spec, new TextOutput(text => run.Sink.Output(run.Path, text)), ct).ConfigureAwait(false);
            return result.Succeeded ? new(StepOutcome.Succeeded, null, result.Attributes)
                : new(result.TimedOut ? StepOutcome.TimedOut : StepOutcome.Failed, result.Reason, result.Attributes);
        }
        finally
        {
            fs.Delete(Script);
        }
    }
}
