using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Hosting;

/// <summary>The embedded database through the lives and deaths of a real fleetd.</summary>
public sealed class EmbeddedPostgresTests : IAsyncLifetime
{
    private readonly string directory = TestDirectory.Make();

    private string Pid => Path.Combine(directory, "postgres/data/postmaster.pid");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_AfterKill9_AdoptsTheLivePostmaster()
    {
        await using var fleetd = new FleetdProcess(directory, []);
        await fleetd.StartAsync();
        await fleetd.Client().CreateProjectAsync(new() { Name = "kept" }, null, Ct);
        var postmaster = (await File.ReadAllLinesAsync(Pid, Ct))[0];

        await fleetd.KillAsync();
        await fleetd.StartAsync();

        Assert.Equal(postmaster, (await File.ReadAllLinesAsync(Pid, Ct))[0]);
        Assert.Equal("kept", (await fleetd.Client().GetProjectAsync("kept", Ct)).Name);
    }

    [Fact]
    public async Task Start_WhileThePostmasterAnswersLate_WaitsAndAdoptsIt()
    {
        await using var fleetd = new FleetdProcess(directory, []);
        await fleetd.StartAsync();
        var postmaster = (await File.ReadAllLinesAsync(Pid, Ct))[0];
        await fleetd.KillAsync();
        await Shell.RunAsync("kill", ["-STOP", postmaster]);
        var thaw = Task.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(7), Ct);
            await Shell.RunAsync("kill", ["-CONT", postmaster]);
        }, Ct);

        await fleetd.StartAsync();

        await thaw;
        Assert.Equal(postmaster, (await File.ReadAllLinesAsync(Pid, Ct))[0]);
    }

    [Fact]
    public async Task Start_AfterKill9OfBoth_RecoversWithTheStalePidFile()
    {
        await using var fleetd = new FleetdProcess(directory, []);
        await fleetd.StartAsync();
        await fleetd.Client().CreateProjectAsync(new() { Name = "kept" }, null, Ct);
        var postmaster = (await File.ReadAllLinesAsync(Pid, Ct))[0];
        await fleetd.KillAsync();
        await Shell.RunAsync("kill", ["-KILL", postmaster]);
        Assert.True(File.Exists(Pid));

        await fleetd.StartAsync();

        Assert.Equal("kept", (await fleetd.Client().GetProjectAsync("kept", Ct)).Name);
    }

    [Fact]
    public async Task Start_OnAClusterOfAnotherMajorVersion_RefusesInOneLine()
    {
        await using (var fleetd = new FleetdProcess(directory, []))
            await fleetd.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(directory, "postgres/data/PG_VERSION"), "13\n", Ct);

        var (code, output) = await new FleetdProcess(directory, []).RunToEndAsync();

        Assert.Equal(1, code);
        Assert.Contains("made by PostgreSQL 13", output, StringComparison.Ordinal);
        Assert.Single(output.Trim().Split('\n'));
    }

    [Fact]
    public async Task Start_OnADirectoryInUse_RefusesInOneLine()
    {
        await using var fleetd = new FleetdProcess(directory, []);
        await fleetd.StartAsync();

        var (code, output) = await new FleetdProcess(directory, []).RunToEndAsync();

        Assert.Equal(1, code);
        Assert.Contains("another fleetd runs on", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_Ordered_StopsTheDatabase()
    {
        await using var fleetd = new FleetdProcess(directory, []);
        await fleetd.StartAsync();
        await fleetd.StopAsync();

        Assert.False(File.Exists(Pid));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory, "admin-token")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory, "tls/ca.pem")));
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri(fleetd.Ops, "/healthz"), Ct));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(directory, recursive: true);
        return ValueTask.CompletedTask;
    }
}
