using System.CommandLine;
using System.Text;
using System.Text.Json;
using Fleet.GuestAgent.Commands.Daemon;
using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Commands;

/// <summary><c>fleet-agent status</c>: what the daemon last wrote.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public static Command Create()
    {
        var wait = new Option<bool>("--wait") { Description = "until the boot has been provisioned, or will not be; the exit code is then that of 'provision'" };
        var format = new Option<string>("--format") { Description = "text or json", HelpName = "text|json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var root = CommonOptions.Root();
        var command = new Command("status", "how this machine's provisioning stands") { wait, format, root };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(root)!, parsed.GetValue(wait), parsed.GetValue(format) == "json", ct));
        return command;
    }

    private static async Task<int> RunAsync(string root, bool wait, bool json, CancellationToken ct)
    {
        using var fs = new SafeFs(root);
        var bytes = fs.ReadFile(AgentStatus.Path, 1 << 20);
        while (wait && Parse(bytes) is not { IsFinal: true })
        {
            await Task.Delay(Look, TimeProvider.System, ct).ConfigureAwait(false);
            bytes = fs.ReadFile(AgentStatus.Path, 1 << 20);
        }

        if (Parse(bytes) is not { } status)
        {
            await Console.Error.WriteLineAsync("the agent has not run since the machine started").ConfigureAwait(false);
            return 1;
        }

        await Console.Out.WriteLineAsync(json ? Encoding.UTF8.GetString(bytes!) : Text(status)).ConfigureAwait(false);
        return wait ? status.ExitCode : 0;
    }

    private static AgentStatus? Parse(byte[]? bytes)
    {
        try
        {
            return bytes is null ? null : JsonSerializer.Deserialize(bytes, DaemonJson.Default.AgentStatus);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(AgentStatus s)
    {
        var text = new StringBuilder()
            .AppendLine(null, $"state     {s.State}")
            .AppendLine(null, $"stage     {s.Stage}")
            .AppendLine(null, $"server    {s.Server ?? "none yet"}{(s.Connected ? "" : " (not connected)")}");
        if (s.LastError is { } error)
            text.AppendLine(null, $"problem   {error}");
        foreach (var stream in s.Streams)
            text.AppendLine(null, $"events    {stream.Stream}: {stream.Last} recorded, {stream.Durable} acknowledged, {stream.Safe} safe");
        return text.ToString().TrimEnd();
    }
}
