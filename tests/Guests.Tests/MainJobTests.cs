using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.TestKit.Lab;

namespace Fleet.Guests.Tests;

/// <summary>Register, boot, provisioned: what a #cloud-config asks for is on the machine, and the timeline tells each step.</summary>
public sealed class MainJobTests(GuestLab lab)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Boot_WithACloudConfig_IsProvisionedAndTheMachineIsAsAsked()
    {
        var key = await SshKeyPair.MakeAsync(lab, "deploy@laptop");
        var guest = await lab.BootAsync("main-1", $"""
            #cloud-config
            hostname: shop-7
            groups: [wheelers]
            users:
              - name: deploy
                gecos: Deployment
                groups: [wheelers]
                shell: /bin/bash
                sudo: ALL=(ALL) NOPASSWD:ALL
                ssh_authorized_keys:
                  - {key.Public}
            write_files:
              - path: /srv/app/motd
                content: "hello from fleet\n"
                permissions: '0640'
                owner: root:wheelers
                defer: true
            runcmd:
              - echo first > /run/first
              - [ sh, -c, 'cat /srv/app/motd > /run/second' ]
            """);

        var instance = await guest.WaitAsync();

        Assert.Equal(ProvisioningState.Provisioned, instance.Provisioning.State);
        Assert.Equal((0, "shop-7\n"), await guest.SshAsync(key, "deploy", "hostname"));
        Assert.Equal((0, "0\n"), await guest.SshAsync(key, "deploy", "sudo -n id -u"));
        Assert.Equal((0, "640 root wheelers\n"), await guest.SshAsync(key, "deploy", "sudo stat -c '%a %U %G' /srv/app/motd"));
        Assert.Equal((0, "first\nhello from fleet\n"), await guest.SshAsync(key, "deploy", "cat /run/first; sudo cat /run/second"));

        var boot = await lab.Client.GetBootAsync("default", guest.Name, "latest", Ct);
        Assert.Equal(BootOrigin.Container, boot.Origin);
        Assert.Equal(StepOutcome.Succeeded, boot.Outcome);
        Assert.NotNull(boot.EndedAt);
        foreach (var path in new[] { "local", "login", "login/hostname", "login/users/deploy", "login/ssh-keys", "final" })
            Assert.Contains(boot.Spans, s => s.Path == path && s.Outcome == StepOutcome.Succeeded && s.DurationMs >= 0);
        Assert.All(boot.Spans, s => Assert.NotNull(s.Outcome));
    }

    [Fact]
    public async Task Boot_WithAStepThatFails_IsDegradedWithItsReason()
    {
        var guest = await lab.BootAsync("main-2", """
            #cloud-config
            runcmd:
              - echo before > /var/lib/before
              - [ sh, -c, 'echo no such luck >&2; exit 32' ]
              - echo after > /var/lib/after
            """);

        var instance = await guest.WaitAsync();

        Assert.Equal(ProvisioningState.Degraded, instance.Provisioning.State);
        Assert.StartsWith("final/runcmd", instance.Provisioning.FailedStep, StringComparison.Ordinal);
        Assert.Contains("32", instance.Provisioning.Reason, StringComparison.Ordinal);
        var boot = await lab.Client.GetBootAsync("default", guest.Name, "latest", Ct);
        Assert.Contains(boot.Spans, s => s.Path == instance.Provisioning.FailedStep && s.Outcome == StepOutcome.Failed);
        Assert.Equal("before\n", await guest.ReadAsync("/var/lib/before"));
        Assert.Equal("after\n", await guest.ReadAsync("/var/lib/after"));
    }

    [Fact]
    public async Task Boot_WithAScript_RunsItAndKeepsItsOutput()
    {
        var guest = await lab.BootAsync("main-3", "#!/bin/sh\necho canary-from-the-script\nid -u > /var/lib/ran\n");

        Assert.Equal(ProvisioningState.Provisioned, (await guest.WaitAsync()).Provisioning.State);
        Assert.Equal("0\n", await guest.ReadAsync("/var/lib/ran"));
        for (var i = 0; ; i++)
        {
            var events = await lab.Client.ListBootEventsAsync("default", guest.Name, "latest", null, Ct);
            if (events.Events.Any(e => e.Kind == EventKind.Output && e.Message?.Contains("canary-from-the-script", StringComparison.Ordinal) == true))
                break;
            Assert.True(i < 100, "the script's output is in no event");
            await Task.Delay(50, Ct);
        }
    }

    [Fact]
    public async Task Reboot_OfAProvisionedGuest_IsASecondBootAndStaysProvisioned()
    {
        var key = await SshKeyPair.MakeAsync(lab, "ops@laptop");
        var guest = await lab.BootAsync("main-4", $"""
            #cloud-config
            users:
              - name: ops
                sudo: ALL=(ALL) NOPASSWD:ALL
                ssh_authorized_keys: [ '{key.Public}' ]
            runcmd:
              - echo once >> /var/lib/ran
            """);
        await guest.WaitAsync();

        await guest.SshAsync(key, "ops", "sudo systemctl reboot");
        BootList boots;
        var patience = 0;
        do
        {
            await Task.Delay(100, Ct);
            boots = await lab.Client.ListBootsAsync("default", guest.Name, null, Ct);
        }
        while ((boots.Boots.Count < 2 || boots.Boots[0].EndedAt is null) && ++patience < 300);

        Assert.Equal(2, boots.Boots.Count);
        Assert.Equal(StepOutcome.Succeeded, boots.Boots[0].Outcome);
        var instance = await lab.Client.GetInstanceAsync("default", guest.Name, Ct);
        Assert.Equal(ProvisioningState.Provisioned, instance.Provisioning.State);
        Assert.Equal(boots.Boots[1].BootId, instance.Provisioning.BootId);
        Assert.Equal((0, "once\n"), await guest.SshAsync(key, "ops", "cat /var/lib/ran"));
    }
}
