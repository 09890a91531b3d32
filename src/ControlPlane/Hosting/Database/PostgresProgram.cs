using System.Diagnostics;

// The one place that runs programs.
#pragma warning disable RS0030

namespace Fleet.ControlPlane.Hosting.Database;

/// <summary>Runs PostgreSQL's programs, as user <c>postgres</c> when fleetd is root: the server refuses root.</summary>
internal static class PostgresProgram
{
    public static bool AsOtherUser => Environment.UserName == "root";

    public static Task GiveToPostgresAsync(string directory, CancellationToken cancellationToken) => ExecuteAsync("chown", ["postgres:postgres", directory], cancellationToken);

    public static Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        AsOtherUser ? ExecuteAsync("runuser", ["-u", "postgres", "--", program, .. arguments], cancellationToken) : ExecuteAsync(program, arguments, cancellationToken);

    private static async Task ExecuteAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        // The postmaster inherits what pg_ctl has: output goes to files, because a pipe would stay open for its life.
        var output = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", "out=$1; shift; exec \"$@\" </dev/null >\"$out\" 2>&1", "sh", output, program, .. arguments]) { WorkingDirectory = "/" };
            // The sockets that were handed to fleetd are not the database's.
            foreach (var name in new[] { "LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PID", "NOTIFY_SOCKET" })
                start.Environment.Remove(name);
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new ConfigurationException($"{Path.GetFileName(arguments.FirstOrDefault(a => a.StartsWith('/')) ?? program)} ended with {process.ExitCode}: {(await File.ReadAllTextAsync(output, cancellationToken)).Trim()}");
        }
        finally
        {
            File.Delete(output);
        }
    }
}
