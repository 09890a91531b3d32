using Fleet.Contracts.Api;
using Fleet.TestKit.Lab;

namespace Fleet.Guests.Tests;

/// <summary>A key pushed into a running guest: the real ssh logs in with it, and the API says that the guest confirmed it.</summary>
public sealed class PushedKeyTests(GuestLab lab)
{
    private const string Users = "#cloud-config\nusers:\n  - name: alice\n    shell: /bin/bash\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Push_ToARunningGuest_IsConfirmedAndOpensSsh()
    {
        var guest = await lab.BootAsync("push-1", Users);
        await guest.WaitAsync();
        var key = await SshKeyPair.MakeAsync(lab, "alice@laptop");
        Assert.NotEqual(0, (await guest.SshAsync(key, "alice", "true")).Code);

        var pushed = await lab.Client.CreateSshKeyAsync("default", guest.Name, new() { User = "alice", PublicKey = key.Public }, null, Ct);
        var confirmed = await guest.KeyAsync(pushed, SshKeyState.Applied);

        Assert.NotNull(confirmed.AppliedAt);
        Assert.Equal((0, "alice\n"), await guest.SshAsync(key, "alice", "id -un"));

        await lab.Client.DeleteSshKeyAsync("default", guest.Name, pushed.Id, Ct);
        await EventuallyRefusedAsync(guest, key, "alice");
    }

    [Fact]
    public async Task Push_OfAProjectsKey_OpensEveryGuest()
    {
        var one = await lab.BootAsync("push-2", Users);
        var two = await lab.BootAsync("push-3", Users);
        await one.WaitAsync();
        await two.WaitAsync();
        var key = await SshKeyPair.MakeAsync(lab, "fleet-wide");

        var pushed = await lab.Client.CreateProjectSshKeyAsync("default", new() { User = "alice", PublicKey = key.Public }, null, Ct);

        await EventuallyOpenAsync(one, key, "alice");
        await EventuallyOpenAsync(two, key, "alice");
        await lab.Client.DeleteProjectSshKeyAsync("default", pushed.Id, Ct);
        await EventuallyRefusedAsync(one, key, "alice");
        await EventuallyRefusedAsync(two, key, "alice");
    }

    [Fact]
    public async Task Push_WithAnExpiry_IsGoneWhenItIsOver()
    {
        var guest = await lab.BootAsync("push-4", Users);
        await guest.WaitAsync();
        var key = await SshKeyPair.MakeAsync(lab, "short-lived");

        var pushed = await lab.Client.CreateSshKeyAsync("default", guest.Name,
            new() { User = "alice", PublicKey = key.Public, ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(4) }, null, Ct);
        await guest.KeyAsync(pushed, SshKeyState.Applied);
        Assert.Equal(0, (await guest.SshAsync(key, "alice", "true")).Code);

        await guest.KeyAsync(pushed, SshKeyState.Expired);
        await EventuallyRefusedAsync(guest, key, "alice");
    }

    [Fact]
    public async Task Push_BesideAKeyAddedByHand_LeavesItsFileUntouched()
    {
        var guest = await lab.BootAsync("push-5", Users);
        await guest.WaitAsync();
        var fleets = await SshKeyPair.MakeAsync(lab, "pushed");
        var own = await SshKeyPair.MakeAsync(lab, "by hand");
        var first = await lab.Client.CreateSshKeyAsync("default", guest.Name, new() { User = "alice", PublicKey = fleets.Public }, null, Ct);
        await guest.KeyAsync(first, SshKeyState.Applied);
        var byHand = $"# mine, odd spacing   \n\n{own.Public}\n";
        Assert.Equal(0, (await guest.SshAsync(fleets, "alice", $"mkdir -m 700 .ssh && printf '%s' '{byHand}' > .ssh/authorized_keys && chmod 600 .ssh/authorized_keys")).Code);

        await lab.Client.DeleteSshKeyAsync("default", guest.Name, first.Id, Ct);
        await EventuallyRefusedAsync(guest, fleets, "alice");

        Assert.Equal((0, byHand), await guest.SshAsync(own, "alice", "cat .ssh/authorized_keys"));
    }

    [Fact]
    public async Task Push_ForAUserWhoDoesNotExist_FailsWithTheGuestsReason()
    {
        var guest = await lab.BootAsync("push-6", Users);
        await guest.WaitAsync();
        var key = await SshKeyPair.MakeAsync(lab, "nobody");

        var pushed = await lab.Client.CreateSshKeyAsync("default", guest.Name, new() { User = "bob", PublicKey = key.Public }, null, Ct);

        Assert.Contains("bob", (await guest.KeyAsync(pushed, SshKeyState.Failed)).Problem, StringComparison.Ordinal);
    }

    private static async Task EventuallyOpenAsync(Guest guest, SshKeyPair key, string user)
    {
        for (var i = 0; (await guest.SshAsync(key, user, "true")).Code != 0; i++)
        {
            Assert.True(i < 50, "the key does not open the guest");
            await Task.Delay(100, Ct);
        }
    }

    private static async Task EventuallyRefusedAsync(Guest guest, SshKeyPair key, string user)
    {
        for (var i = 0; (await guest.SshAsync(key, user, "true")).Code == 0; i++)
        {
            Assert.True(i < 50, "the key still opens the guest");
            await Task.Delay(100, Ct);
        }
    }
}
