using System.Globalization;
using System.Text.Json;
using Fleet.Client;
using Fleet.Contracts.Api;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Hosting;

/// <summary>Two real fleetd on one database: what is pushed through one reaches a watch that the other holds, also when the first is killed.</summary>
public sealed class TwoNodesTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly string directory = TestDirectory.Make();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(70) };
    private FleetdProcess one = null!;
    private FleetdProcess two = null!;
    private Uri metadata = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        metadata = new($"http://127.0.0.1:{Ports.Free()}");
        string[] shared = ["--Database:ConnectionString", connection, "--Signing:KeyFile", Path.Combine(directory, "signing-key.pem")];
        one = new(Path.Combine(directory, "one"), shared);
        two = new(Path.Combine(directory, "two"),
            [.. shared, "--Listen:Metadata:0:Network", "test", "--Listen:Metadata:0:Address", metadata.Authority, "--Listen:Metadata:0:Server", "https://127.0.0.1:7443"]);
        await Task.WhenAll(one.StartAsync(), two.StartAsync());
    }

    [Fact]
    public async Task Push_ThroughOneNode_ReachesAWatchHeldByTheOther()
    {
        await CreateAsync();
        var (body, etag) = await ReadAsync("");

        var watch = ReadAsync($"&wait_for_change=true&timeout_sec=60&last_etag={etag}");
        await Task.Delay(300, Ct);
        Assert.False(watch.IsCompleted);
        await PatchAsync(one.Client(), "first");

        (body, etag) = await watch.WaitAsync(TimeSpan.FromSeconds(5), Ct);
        Assert.Contains("first", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FT_05_Push_WhileTheNodeIsKilled_LosesNoneThatWasAnswered()
    {
        await CreateAsync();
        var answered = 0;
        var watched = new List<int>();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var watcher = Task.Run(async () =>
        {
            var etag = "0";
            while (!done.IsCancellationRequested)
            {
                (var body, etag) = await ReadAsync($"&wait_for_change=true&timeout_sec=2&last_etag={etag}");
                if (JsonDocument.Parse(body).RootElement.TryGetProperty("value", out var value))
                    watched.Add(int.Parse(value.GetString()!, CultureInfo.InvariantCulture));
            }
        }, Ct);

        var writer = Task.Run(async () =>
        {
            var client = one.Client();
            for (var i = 1; ; i++)
            {
                await PatchAsync(client, i.ToString(CultureInfo.InvariantCulture));
                Volatile.Write(ref answered, i);
            }
        }, Ct);
        await Task.Delay(1500, Ct);
        await one.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => writer);
        Assert.True(answered > 10, $"only {answered} pushes were answered before the kill");

        // The last one may have been committed without its answer; all that were answered are there, and the other node's watch has seen the newest.
        var stored = int.Parse((await two.Client().GetInstanceMetadataAsync("default", "watched", Ct)).Value["value"], CultureInfo.InvariantCulture);
        Assert.InRange(stored, answered, answered + 1);
        await Task.Delay(2500, Ct);
        await done.CancelAsync();
        await watcher;
        Assert.Equal(stored, watched[^1]);
        Assert.Equal(watched.Order(), watched);
        await PatchAsync(two.Client(), "1000000");
    }

    private async Task CreateAsync() =>
        await one.Client().CreateInstanceAsync("default", new CreateInstance { Name = "watched", Network = "test", Addresses = ["127.0.0.1"] }, null, Ct);

    private static Task<Tagged<Dictionary<string, string>>> PatchAsync(FleetClient client, string value) =>
        client.PatchInstanceMetadataAsync("default", "watched", new Dictionary<string, string?> { ["value"] = value }, "*", Ct);

    private async Task<(string Body, string Etag)> ReadAsync(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(metadata, $"/computeMetadata/v1/instance/attributes/?recursive=true{query}"));
        request.Headers.Add("Metadata-Flavor", "Google");
        using var answer = (await http.SendAsync(request, Ct)).EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsStringAsync(Ct), answer.Headers.NonValidated["ETag"].ToString());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await one.DisposeAsync();
        await two.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
