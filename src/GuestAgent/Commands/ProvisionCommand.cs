using System.CommandLine;
using Fleet.GuestAgent.Commands.Daemon;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Commands;

/// <summary><c>fleet-agent provision</c>: exit code 0 provisioned, 2 degraded, 1 failed.</summary>
internal static class ProvisionCommand
{
    public static Command Create()
    {
        var stage = new Option<string?>("--stage") { Description = "only this stage", HelpName = "local|login|final" };
        stage.AcceptOnlyFromAmong("local", "login", "final");
        var root = CommonOptions.Root();
        var command = new Command("provision", "runs the boot's stages in the foreground (exit code 0 provisioned, 2 degraded, 1 failed)") { stage, root };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(stage), parsed.GetValue(root)!, ct));
        return command;
    }

    private static async Task<int> RunAsync(string? stage, string root, CancellationToken ct)
    {
        var log = new AgentLog(Console.Error);
        try
        {
            using var agent = await AgentRuntime.CreateAsync(root, TimeProvider.System, log, ct).ConfigureAwait(false);
            if (stage == "local")
                return await LocalStage.RunAsync(agent, ct).ConfigureAwait(false);
            using var boot = new ForegroundBoot(agent, stage);
            return await boot.RunAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 1;
        }
        catch (IOException e)
        {
            log.Error(e.Message);
            return 1;
        }
    }
}
