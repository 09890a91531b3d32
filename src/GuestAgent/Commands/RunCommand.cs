using System.CommandLine;
using Fleet.GuestAgent.Commands.Daemon;
using Fleet.GuestAgent.Reporting;

namespace Fleet.GuestAgent.Commands;

/// <summary><c>fleet-agent run</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var root = CommonOptions.Root();
        var command = new Command("run", "the daemon: provisions, then keeps watch (systemd starts it)") { root };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(root)!, ct));
        return command;
    }

    private static async Task<int> RunAsync(string root, CancellationToken ct)
    {
        var log = new AgentLog(Console.Error);
        try
        {
            using var agent = await AgentRuntime.CreateAsync(root, TimeProvider.System, log, ct).ConfigureAwait(false);
            await new FleetDaemon(agent, SdNotify.FromEnvironment(TimeProvider.System)).RunAsync(ct).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            log.Info("stopped");
            return 0;
        }
        catch (Exception e)
        {
            log.Error(e.ToString());
            return 1;
        }
    }
}
