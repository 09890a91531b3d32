using Fleet.Contracts.Api;
using Fleet.TestKit;
using Fleet.TestKit.Lab;

namespace Fleet.Guests.Tests;

/// <summary>Two fleetd on one database: a guest holds its watch at one, the keys come through the other, which is killed among them.</summary>
public sealed class TwoNodesTests(GuestLab lab)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FT_05_PushThroughTheOtherNode_KilledAmongThem_LosesNoneThatWasAnswered()
    {
        var guest = await lab.BootAsync("nodes-1", "#cloud-config\nusers:\n  - name: alice\n");
        await guest.WaitAsync();
        await using var other = new FleetdProcess(Path.Combine(lab.Directory, "other"),
        [
            "--Database:ConnectionString", $"Host={Path.Combine(lab.Fleetd.DataDirectory, "postgres")};Username=fleet;Database=fleet",
            "--Signing:KeyFile", Path.Combine(lab.Fleetd.DataDirectory, "signing-key.pem"), "--Tls:CaFile", Path.Combine(lab.Fleetd.DataDirectory, "tls", "ca.pem"),
        ]);
        await other.StartAsync();
        var pairs = new List<SshKeyPair>();
        for (var i = 0; i < 40; i++)
            pairs.Add(await SshKeyPair.MakeAsync(lab, $"key-{i}"));

        var answered = new List<(SshKey Key, SshKeyPair Pair)>();
        var client = other.Client();
        var pushing = Task.Run(async () =>
        {
            foreach (var pair in pairs)
                answered.Add((await client.CreateSshKeyAsync("default", guest.Name, new() { User = "alice", PublicKey = pair.Public }, null, Ct), pair));
        }, Ct);
        while (answered.Count < 10 && !pushing.IsCompleted)
            await Task.Delay(5, Ct);
        await other.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => pushing);

        Assert.InRange(answered.Count, 10, 39);
        foreach (var (key, _) in answered)
            await guest.KeyAsync(key, SshKeyState.Applied);
        Assert.Equal((0, "alice\n"), await guest.SshAsync(answered[^1].Pair, "alice", "id -un"));
    }
}
