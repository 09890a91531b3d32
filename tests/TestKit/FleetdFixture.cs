using Xunit;

namespace Fleet.TestKit;

/// <summary>One fleetd with its embedded database, for the tests of a class that need no more than that.</summary>
public sealed class FleetdFixture : IAsyncLifetime
{
    private string? directory;

    public FleetdProcess Fleetd { get; private set; } = null!;

    /// <summary>The metadata network's address: guests there are whoever asks from 127.0.0.x.</summary>
    public Uri Metadata { get; } = new($"http://127.0.0.1:{Ports.Free()}");

    /// <summary>The https listener, with Fleet's own CA.</summary>
    public Uri Https { get; } = new($"https://127.0.0.1:{Ports.Free()}");

    public async ValueTask InitializeAsync()
    {
        directory = TestDirectory.Make();
        Fleetd = new(directory,
        [
            "--Listen:Public:1", Https.ToString().TrimEnd('/'), "--Listen:Metadata:0:Network", "test", "--Listen:Metadata:0:Address", Metadata.Authority,
            "--Listen:Metadata:0:Server", Https.ToString().TrimEnd('/'),
        ]);
        await Fleetd.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Fleetd is not null)
            await Fleetd.DisposeAsync();
        if (directory is not null)
            Directory.Delete(directory, recursive: true);
    }
}
