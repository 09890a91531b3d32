using System.CommandLine;
using Fleet.Contracts.Ssh;
using Fleet.UserData;

namespace Fleet.GuestAgent.Commands;

/// <summary><c>fleet-agent validate FILE</c>: reads user-data as the boot would, and does nothing.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "user-data: a #cloud-config or a script" };
        var command = new Command("validate", "checks user-data (exit code 1 when it would be refused)") { file };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(file)!, ct));
        return command;
    }

    private static async Task<int> RunAsync(string file, CancellationToken ct)
    {
        byte[] content;
        try
        {
#pragma warning disable RS0030 // someone's own file, read for him and with his rights: his links are to be followed
            content = await File.ReadAllBytesAsync(file, ct).ConfigureAwait(false);
#pragma warning restore RS0030
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 1;
        }

        var result = UserDataParser.Parse(content, sshKeyProblem: text => SshPublicKey.TryParse(text, out _, out var problem) ? null : problem?.Detail);
        foreach (var error in result.Errors)
            await Console.Error.WriteLineAsync($"{file}:{error.Line ?? 1}:{error.Column ?? 1}: {(error.Path is { Length: > 0 } path ? path + ": " : "")}{error.Message}").ConfigureAwait(false);
        foreach (var notice in result.Document?.Notices ?? [])
            await Console.Error.WriteLineAsync($"{file}:{notice.Line ?? 1}: note: {notice.Path}: {notice.Message}").ConfigureAwait(false);
        if (!result.IsValid)
            return 1;
        await Console.Out.WriteLineAsync($"{file}: valid").ConfigureAwait(false);
        return 0;
    }
}
