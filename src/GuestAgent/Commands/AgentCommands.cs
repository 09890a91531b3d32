using System.CommandLine;

namespace Fleet.GuestAgent.Commands;

/// <summary>The command line. To add a command: a class beside these, and a line here.</summary>
internal static class AgentCommands
{
    public const int UsageError = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("fleet-agent: provisions this machine and keeps it as its fleet wants it")
        {
            ProvisionCommand.Create(),
            RunCommand.Create(),
            StatusCommand.Create(),
            ValidateCommand.Create(),
            CleanCommand.Create(),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(error.Message).ConfigureAwait(false);
            await Console.Error.WriteLineAsync("Try 'fleet-agent --help'.").ConfigureAwait(false);
            return UsageError;
        }

        using var signals = new StopSignals();
        return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null }, signals.Token).ConfigureAwait(false);
    }
}
