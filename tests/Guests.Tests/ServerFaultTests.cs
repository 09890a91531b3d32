using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.TestKit.Lab;

namespace Fleet.Guests.Tests;

/// <summary>fleetd goes away under a booting guest: the boot goes on, and its timeline is complete afterwards.</summary>
public sealed class ServerFaultTests(GuestLab lab)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Boot_WhileFleetdIsKilledAndStartedAgain_LosesNoEvent()
    {
        var guest = await lab.BootAsync("fault-1", "#cloud-config\nruncmd:\n  - echo one\n  - sleep 6\n  - echo two\n");
        for (var i = 0; ; i++)
        {
            var state = (await lab.Client.GetInstanceAsync("default", guest.Name, Ct)).Provisioning.State;
            if (state == ProvisioningState.Provisioning)
                break;
            Assert.True(i < 300, $"the guest is {state}\n{guest.Console}");
            await Task.Delay(50, Ct);
        }

        await lab.Fleetd.KillAsync();
        try
        {
            await Task.Delay(1000, Ct);
        }
        finally
        {
            await lab.Fleetd.StartAsync();
        }

        Assert.Contains("adopting the PostgreSQL", lab.Fleetd.Log, StringComparison.Ordinal);
        Assert.Equal(ProvisioningState.Provisioned, (await guest.WaitAsync()).Provisioning.State);
        await CompleteAsync(guest);
    }

    [Fact]
    public async Task Boot_StartedWhileFleetdIsDown_IsProvisionedWhenItIsBack()
    {
        var guest = await lab.RegisterAsync("fault-2", "#cloud-config\nruncmd:\n  - echo one\n");
        await lab.Fleetd.StopAsync();
        guest.Boot();
        await Task.Delay(3000, Ct);

        await lab.Fleetd.StartAsync();

        Assert.Equal(ProvisioningState.Provisioned, (await guest.WaitAsync()).Provisioning.State);
        await CompleteAsync(guest);
    }

    private async Task CompleteAsync(Guest guest)
    {
        var boot = await lab.Client.GetBootAsync("default", guest.Name, "latest", Ct);
        Assert.All(boot.Spans, s => Assert.NotNull(s.Outcome));
        var events = await lab.Client.ListBootEventsAsync("default", guest.Name, "latest", new() { PageSize = 1000 }, Ct);
        Assert.DoesNotContain(events.Events, e => e.Kind == EventKind.Gap);
        // Two streams, steps and output, each numbered from 1 without a hole.
        var expected = new Dictionary<bool, long>();
        foreach (var e in events.Events)
        {
            var output = e.Kind == EventKind.Output;
            Assert.Equal(expected.GetValueOrDefault(output) + 1, e.Seq);
            expected[output] = e.Seq;
        }

        Assert.True(expected.GetValueOrDefault(false) > 10);
    }
}
