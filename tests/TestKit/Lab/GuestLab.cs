using System.Security.Cryptography;
using Fleet.Client;
using Fleet.Contracts.Api;
using Xunit;

namespace Fleet.TestKit.Lab;

/// <summary>A network of its own, a fleetd with listeners in it, and real guests. Everything it starts ends with it, by pid.</summary>
public sealed class GuestLab : IAsyncLifetime
{
    private readonly List<Guest> guests = [];
    private int count;

    public string Run { get; } = "t" + RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 4);

    public string Directory { get; private set; } = "";

    public FleetdProcess Fleetd { get; private set; } = null!;

    public FleetClient Client { get; private set; } = null!;

    public static string Layers => Environment.GetEnvironmentVariable("FLEET_TEST_GUEST_LAYERS") ?? throw new InvalidOperationException("run the guests' tests by ./dev test: they need the image and the agent's package");

    public async ValueTask InitializeAsync()
    {
        Directory = TestDirectory.Make();
        Environment.SetEnvironmentVariable("FLEET_LAB_OWNER", $"{Environment.ProcessId}");
        await LabAsync("net.sh", Run, "up");
        Fleetd = new(Path.Combine(Directory, "data"),
            ["--Listen:Public:1", "https://fd:guests", "--Listen:Metadata:0:Network", "lab", "--Listen:Metadata:0:Address", "fd:metadata", "--Listen:Metadata:0:Server", "https://10.77.0.1:7443"],
            [Script("launch"), "--netns", $"fl-{Run}-host", "--listen", "metadata=169.254.169.254:80", "--listen", "guests=10.77.0.1:7443", "--"]);
        await Fleetd.StartAsync();
        Client = Fleetd.Client();
    }

    /// <summary>Registers an instance and gives it a network; it is not booted.</summary>
    public async Task<Guest> RegisterAsync(string name, string? userData = null, params CreateSshKey[] keys)
    {
        var number = Interlocked.Increment(ref count);
        var address = (await LabAsync("net.sh", Run, "add", $"{number}")).Trim();
        var instance = await Client.CreateInstanceAsync("default",
            new() { Name = name, Image = "debian-12", Network = "lab", Addresses = [address], UserData = userData, SshKeys = keys.Length == 0 ? null : keys },
            null, CancellationToken.None);
        var guest = new Guest(this, number, address, instance);
        lock (guests)
            guests.Add(guest);
        return guest;
    }

    public async Task<Guest> BootAsync(string name, string? userData = null, params CreateSshKey[] keys)
    {
        var guest = await RegisterAsync(name, userData, keys);
        guest.Boot();
        return guest;
    }

    public static Task<string> LabAsync(string script, params string[] arguments) => Shell.RunAsync(Script(script), arguments);

    public static string Script(string name) => Path.Combine(RepositoryRoot.Path, "deploy/lab", name);

    public async ValueTask DisposeAsync()
    {
        foreach (var guest in guests)
            await guest.DisposeAsync();
        if (Fleetd is not null)
            await Fleetd.DisposeAsync();
        if (Fleetd is not null)
            await File.WriteAllTextAsync(Path.Combine(RepositoryRoot.Path, "artifacts", "guests-fleetd.log"), Fleetd.Log);
        await LabAsync("lab", "down", Run);
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
