using System.Diagnostics;

namespace Fleet.TestKit;

/// <summary>Runs a program and waits for it, with a deadline.</summary>
public static class Shell
{
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, TimeSpan? deadline = null)
    {
        var (code, output) = await TryAsync(program, arguments, deadline);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}: {output}");
    }

    public static async Task<(int Code, string Output)> TryAsync(string program, IEnumerable<string> arguments, TimeSpan? deadline = null)
    {
        using var timeout = new CancellationTokenSource(deadline ?? TimeSpan.FromSeconds(60));
        using var process = new Process { StartInfo = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true } };
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end in time");
        }
    }
}
