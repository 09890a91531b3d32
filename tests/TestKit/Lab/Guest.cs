using System.Diagnostics;
using System.Globalization;
using Fleet.Contracts.Api;

namespace Fleet.TestKit.Lab;

/// <summary>A real guest: systemd, sshd, a network of its own.</summary>
public sealed class Guest(GuestLab lab, int number, string address, Instance instance) : IAsyncDisposable
{
    private Process? process;

    public string Name => instance.Name;

    public string Address => address;

    public string Directory => Path.Combine(lab.Directory, $"g{number}");

    /// <summary>Its tree, as it is now.</summary>
    public string Root => Path.Combine(Directory, "root");

    public string Console => File.Exists(Path.Combine(Directory, "console.log")) ? File.ReadAllText(Path.Combine(Directory, "console.log")) : "";

    public void Boot() => process = Process.Start(new ProcessStartInfo(GuestLab.Script("guest.sh"),
        [lab.Run, number.ToString(CultureInfo.InvariantCulture), GuestLab.Layers, Directory]))!;

    public Task<Instance> WaitAsync(string what = "provisioned", int seconds = 60) =>
        lab.Client.WaitAsync("default", Name, new() { For = what, TimeoutSeconds = seconds }, CancellationToken.None);

    /// <summary>A file of the guest, read from outside.</summary>
    public Task<string> ReadAsync(string path) => File.ReadAllTextAsync(Root + path, CancellationToken.None);

    /// <summary>Runs a command by ssh with this key.</summary>
    public Task<(int Code, string Output)> SshAsync(SshKeyPair key, string user, string command) => Shell.TryAsync("ip",
        ["netns", "exec", $"fl-{lab.Run}-host", "ssh", "-i", key.File, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
            "-o", "LogLevel=ERROR", "-o", "ConnectTimeout=5", $"{user}@{address}", command],
        TimeSpan.FromSeconds(30));

    /// <summary>The key as the API shows it, once it has this state.</summary>
    public async Task<SshKey> KeyAsync(SshKey key, SshKeyState state, int seconds = 15)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var now = await lab.Client.GetSshKeyAsync("default", Name, key.Id, CancellationToken.None);
            if (now.State == state)
                return now;
            if (patience.Elapsed.TotalSeconds > seconds)
                throw new TimeoutException($"the key is {now.State} ({now.Problem}), not {state}, after {seconds} s\n{Console}");
            await Task.Delay(20);
        }
    }

    public async Task ShutDownAsync()
    {
        if (process is null)
            return;
        if (!process.HasExited)
        {
            await Shell.TryAsync("kill", ["-TERM", $"{process.Id}"]);
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(timeout.Token);
        }

        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync() => await ShutDownAsync();
}
