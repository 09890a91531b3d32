using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Sources;
using Fleet.GuestAgent.Sources.FleetMetadata;
using Fleet.GuestAgent.Tests.Identity;
using Fleet.GuestAgent.Tests.Reporting;

namespace Fleet.GuestAgent.Tests.Sources;

public sealed class BootSourcesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_NothingConfigured_AsksTheMetadataService()
    {
        await using var fleet = await FakeFleet.StartedAsync();

        var bootstrap = await ReadAsync(new(), fleet);

        Assert.Equal((fleet.Server, fleet.Ca.Pin, fleet.Instance), (bootstrap.Server, bootstrap.CaPin, bootstrap.Instance));
    }

    [Fact]
    public async Task Read_AgentJsonNamesTheServer_AsksNoOne()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var ca = new TestCa();

        var bootstrap = await ReadAsync(new() { Server = "https://fleet.example", CaCertificate = ca.Pem }, fleet);

        Assert.Equal(("https://fleet.example", ca.Pin), (bootstrap.Server, bootstrap.CaPin));
    }

    [Fact]
    public async Task Read_AgentJsonNamesNoCa_SaysSo()
    {
        await using var fleet = await FakeFleet.StartedAsync();

        var e = await Assert.ThrowsAsync<AgentRefusedException>(() => ReadAsync(new() { Server = "https://fleet.example" }, fleet));

        Assert.Contains("caCertificate", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CaFile_IsRead()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var root = new TempRoot();
        root.Write("/etc/ca.pem", fleet.Ca.Pem);
        var source = new ConfiguredSource(new() { Server = fleet.Server, CaFile = "/etc/ca.pem" }, new(root.Files));

        Assert.Equal(fleet.Ca.Pin, (await source.ReadAsync(Ct))!.CaPin);
    }

    [Fact]
    public async Task Read_NoOneAnswers_FailsWithinTwoSeconds()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        using var metadata = new MetadataService($"http://{silent.LocalEndpoint}");
        var started = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => metadata.BootstrapAsync(Ct));

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1.5, 4);
    }

    private static async Task<Bootstrap> ReadAsync(AgentSettings settings, FakeFleet fleet)
    {
        using var root = new TempRoot();
        using var metadata = new MetadataService(fleet.Metadata);
        return await BootSources.ReadAsync(BootSources.All(settings, new(root.Files), metadata), Ct);
    }
}
