using System.Diagnostics;
using System.Text;
using Fleet.Client;

namespace Fleet.TestKit;

/// <summary>A real fleetd, as it ships, on ports of its own.</summary>
public sealed class FleetdProcess : IAsyncDisposable
{
    private readonly List<string> command;
    private readonly StringBuilder log = new();
    private readonly SocketsHttpHandler handler = new();
    private Process? process;

    /// <param name="dataDirectory">Its data directory.</param>
    /// <param name="arguments">More settings, such as <c>--Database:ConnectionString</c>.</param>
    /// <param name="launcher">What it is started through: the lab's launcher with its arguments, or nothing.</param>
    public FleetdProcess(string dataDirectory, IEnumerable<string> arguments, IEnumerable<string>? launcher = null)
    {
        DataDirectory = dataDirectory;
        Public = new($"http://127.0.0.1:{Ports.Free()}");
        Ops = new($"http://127.0.0.1:{Ports.Free()}");
        command =
        [
            .. launcher ?? [], Binary, "--Database:DataDirectory", dataDirectory, "--Listen:Public:0", Public.ToString().TrimEnd('/'), "--Listen:Ops", Ops.ToString().TrimEnd('/'), .. arguments,
        ];
    }

    public static string Binary => Environment.GetEnvironmentVariable("FLEET_TEST_FLEETD") ?? Path.Combine(RepositoryRoot.Path, "artifacts/bin/fleetd/fleetd");

    public string DataDirectory { get; }

    public Uri Public { get; }

    public Uri Ops { get; }

    public int ProcessId => process!.Id;

    public string AdminToken => File.ReadAllText(Path.Combine(DataDirectory, "admin-token")).Trim();

    /// <summary>What it has printed.</summary>
    public string Log
    {
        get
        {
            lock (log)
                return log.ToString();
        }
    }

    public FleetClient Client() => new(FleetHandlers.Connect(FleetHandlers.WithToken(handler, _ => ValueTask.FromResult(AdminToken)), Public), TimeProvider.System);

    /// <summary>Starts it, and waits until it is ready.</summary>
    public async Task StartAsync(TimeSpan? deadline = null)
    {
        process = new() { StartInfo = new(command[0], command.Skip(1)) { RedirectStandardError = true, RedirectStandardOutput = true } };
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var patience = Stopwatch.StartNew();
        using var http = new HttpClient(handler, disposeHandler: false);
        while (true)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"fleetd ended with {process.ExitCode}: {Log}");
            try
            {
                if ((await http.GetAsync(new Uri(Ops, "/readyz"))).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (patience.Elapsed < (deadline ?? TimeSpan.FromSeconds(60)))
            {
            }

            if (patience.Elapsed > (deadline ?? TimeSpan.FromSeconds(60)))
                throw new TimeoutException($"fleetd is not ready: {Log}");
            await Task.Delay(50);
        }
    }

    /// <summary>Starts it and waits for its end; the answer is its exit code and what it printed.</summary>
    public async Task<(int Code, string Output)> RunToEndAsync() => await Shell.TryAsync(command[0], command.Skip(1));

    /// <summary>SIGKILL, to fleetd alone: its database lives on.</summary>
    public async Task KillAsync()
    {
        process!.Kill(entireProcessTree: false);
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and the wait for its end.</summary>
    public async Task StopAsync()
    {
        if (process is null || process.HasExited)
            return;
        await Shell.RunAsync("kill", ["-TERM", $"{process.Id}"]);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        await process.WaitForExitAsync(timeout.Token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"fleetd ended with {process.ExitCode} after SIGTERM: {Log}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process?.Dispose();
        handler.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (log)
            log.AppendLine(line.Data);
    }
}
