using Fleet.Contracts.Events;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Reporting;
using Fleet.GuestAgent.Tests.Identity;
using Fleet.GuestAgent.Tests.Reporting;

namespace Fleet.GuestAgent.Tests.Upkeep;

public sealed class DaemonTests
{
    [Fact]
    public async Task Run_FirstBoot_IsProvisionedAndTellsItStepByStep()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        fleet.Publish(d => d with { KeySets = [Guest.KeySet(fleet, 1, Guest.Key("alice"), Guest.Key("nobody-here"))] });
        await using var guest = new Guest(fleet);

        await guest.StartAsync();

        Assert.Equal("READY=1", guest.NextNotification());
        await Agents.UntilAsync(() => guest.Status() is { State: "provisioned" or "degraded" } && !guest.Events.HasUnsent, "provisioned");
        var told = fleet.Hub.Streams.Of(guest.Events.Epoch(StreamName.Timeline)).Where(e => e.Kind is EventKind.Started or EventKind.Finished).Select(e => $"{e.Path} {e.Kind}").ToList();
        Assert.Equal(
            ["boot Started", "login Started", "login/source Started", "login/source Finished", "login/identity Started", "login/identity Finished", "login/document Started", "login/document Finished"],
            told[..8]);
        Assert.Single(told, "login Started");
        Assert.Contains("boot Finished", told);
        Assert.Contains("AAAAC3NzaC1lZDI1NTE5", guest.Keys("alice"), StringComparison.Ordinal);
        var confirmed = Assert.Single(fleet.Hub.Streams.All(), e => e.Confirms is not null).Confirms!;
        Assert.Equal((1, null), (confirmed.Revision, confirmed.Refused));
        Assert.Contains("does not exist", Assert.Single(confirmed.Problems!).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KeyPushed_IsConfirmedWithinASecondAndForgedOnesAreRefused()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        await using var guest = new Guest(fleet);
        await guest.StartAsync();
        await Agents.UntilAsync(() => guest.Status() is { State: "provisioned" } && !guest.Events.HasUnsent, "provisioned");
        await Task.Delay(100, TestContext.Current.CancellationToken); // until the watch is held
        var started = TimeProvider.System.GetTimestamp();

        fleet.Publish(d => d with { KeySets = [Guest.KeySet(fleet, 5, Guest.Key("alice"))] });
        await Agents.UntilAsync(() => Confirmations(fleet).Any(c => c is { Revision: 5, Refused: null, Problems: null }), "confirmed");

        Assert.True(TimeProvider.System.GetElapsedTime(started).TotalSeconds < 1);
        var before = guest.Keys("alice");
        fleet.Publish(d => d with { KeySets = [Guest.KeySet(fleet, 4)] });
        await Agents.UntilAsync(() => Confirmations(fleet).Any(c => c is { Revision: 4, Refused: not null }), "the older set refused");
        fleet.Publish(d => d with { KeySets = [Guest.KeySet(fleet, 6) with { Signature = Convert.ToBase64String(new byte[64]) }] });
        await Agents.UntilAsync(() => Confirmations(fleet).Any(c => c is { Revision: 6, Refused: not null }), "the unsigned set refused");
        Assert.NotNull(before);
        Assert.Equal(before, guest.Keys("alice"));
    }

    [Fact]
    public async Task Run_KeyExpires_IsGoneWithinASecondWithoutAServer()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        var until = TimeProvider.System.GetUtcNow().AddSeconds(4);
        fleet.Publish(d => d with { KeySets = [Guest.KeySet(fleet, 1, Guest.Key("alice", until))] });
        await using var guest = new Guest(fleet);
        await guest.StartAsync();
        await Agents.UntilAsync(() => guest.Keys("alice") is not null, "applied");
        await fleet.StopAsync();

        await Agents.UntilAsync(() => guest.Keys("alice") is null or "", "gone");

        Assert.InRange((TimeProvider.System.GetUtcNow() - until).TotalSeconds, -0.1, 1.2);
        await fleet.StartAsync();
        await Agents.UntilAsync(() => fleet.Hub.Streams.All().Any(e => e is { Kind: EventKind.Progress, Path: "upkeep/ssh-keys" }), "told");
    }

    [Fact]
    public async Task Run_RestartedInTheSameBoot_DoesNotRunTheStagesAgain()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        fleet.Publish(d => d with { KeySets = [Guest.KeySet(fleet, 1, Guest.Key("alice"))] });
        await using var guest = new Guest(fleet);
        await guest.StartAsync();
        await Agents.UntilAsync(() => guest.Status() is { State: "provisioned" } && !guest.Events.HasUnsent, "provisioned");
        var stopping = TimeProvider.System.GetTimestamp();
        await guest.StopAsync();
        Assert.True(TimeProvider.System.GetElapsedTime(stopping).TotalSeconds < 2);

        await guest.StartAsync();
        await Agents.UntilAsync(() => Confirmations(fleet).Count() == 2, "confirmed anew");

        Assert.All(fleet.Hub.Streams.Of(guest.Events.Epoch(StreamName.Timeline)), e => Assert.Equal(StepPath.Upkeep, StepPath.Stage(e.Path)));
        Assert.Equal(("provisioned", "upkeep"), (guest.Status()!.State, guest.Status()!.Stage));
    }

    [Fact]
    public async Task Run_NoServerInTime_LetsSshdStartAndProvisionsLater()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        await fleet.StopAsync();
        await using var guest = new Guest(fleet);
        await guest.StartAsync(deadline: TimeSpan.FromSeconds(1));

        Assert.Equal("READY=1", guest.NextNotification());
        await Agents.UntilAsync(() => guest.Status()?.LastError is not null, "says why");
        await fleet.StartAsync();
        await Agents.UntilAsync(() => guest.Status() is { State: "provisioned" } && !guest.Events.HasUnsent, "provisioned");

        var told = fleet.Hub.Streams.Of(guest.Events.Epoch(StreamName.Timeline)).Where(e => e.Kind == EventKind.Finished).ToList();
        Assert.Equal(("login/source", StepOutcome.Failed), (told[0].Path, told[0].Outcome));
        Assert.Equal(("login", StepOutcome.Failed), (told[1].Path, told[1].Outcome));
        Assert.Equal(("boot", StepOutcome.Succeeded), (told[^1].Path, told[^1].Outcome));
    }

    /// <summary>FS-28</summary>
    [Fact]
    public async Task Run_SourceNamesAnotherInstance_KeepsItsIdentityAndIsDegraded()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        await using var guest = new Guest(fleet);
        await guest.StartAsync();
        await Agents.UntilAsync(() => guest.Status() is { State: "provisioned" } && !guest.Events.HasUnsent, "provisioned");
        await guest.StopAsync();
        guest.Root.Write("/proc/sys/kernel/random/boot_id", "4f2f8c7e-8a4d-4c8e-9d2c-0c6a3f1f0a12\n");
        var key = guest.Root.Read(IdentityStore.Directory + "/key.pem");
        await using var fake = new FakeFleet(new TestCa());
        await fake.StartAsync();
        guest.Metadata(fake.Metadata);

        await guest.StartAsync();
        await Agents.UntilAsync(() => guest.Status() is { State: "degraded" } && !guest.Events.HasUnsent, "degraded");

        Assert.Equal(key, guest.Root.Read(IdentityStore.Directory + "/key.pem"));
        Assert.Equal(0, fake.Enrolment.Joins);
        Assert.Contains(fleet.Hub.Streams.Of(guest.Events.Epoch(StreamName.Timeline)), e => e.Message?.StartsWith(IdentityKeeper.ChangedUnproven, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Run_IdentityDamaged_GoesOnAsNotEnrolledAndSaysWhatToDo()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        await using var guest = new Guest(fleet);
        await guest.StartAsync();
        await Agents.UntilAsync(() => guest.Status() is { State: "provisioned" } && !guest.Events.HasUnsent, "provisioned");
        Assert.Equal("READY=1", guest.NextNotification());
        await guest.StopAsync();
        guest.Root.Write(IdentityStore.Directory + "/identity.json", "{");

        await guest.StartAsync(deadline: TimeSpan.FromSeconds(1));

        await Agents.UntilAsync(() => guest.Status()?.LastError?.Contains("rejoin", StringComparison.Ordinal) == true, "says why");
        fleet.Enrolment.Rejoin();
        await Agents.UntilAsync(() => guest.Status() is { State: "provisioned", LastError: null } && !guest.Events.HasUnsent, "provisioned again");
        var told = fleet.Hub.Streams.Of(guest.Events.Epoch(StreamName.Timeline));
        Assert.Contains(told, e => e is { Path: "upkeep/identity" } && e.Message!.Contains("identity.json.damaged", StringComparison.Ordinal));
        Assert.Contains(told, e => e is { Path: "login/identity" } && e.Message?.Contains("rejoin", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Run_UserAppearsLater_TheKeyIsAppliedAndConfirmedAnew()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        fleet.NeverHolds = true; // the end of each minute, once a second
        fleet.Publish(d => d with { KeySets = [Guest.KeySet(fleet, 3, Guest.Key("bob"))] });
        await using var guest = new Guest(fleet);
        await guest.StartAsync();
        await Agents.UntilAsync(() => Confirmations(fleet).Any(c => c is { Revision: 3, Problems: not null }), "confirmed with a problem");

        guest.Root.Write("/etc/passwd", guest.Root.Read("/etc/passwd") + "bob:x:1001:1001::/home/bob:/bin/bash\n");
        await Agents.UntilAsync(() => Confirmations(fleet).Any(c => c is { Revision: 3, Problems: null, Refused: null }), "confirmed anew");

        Assert.Contains("AAAAC3NzaC1lZDI1NTE5", guest.Keys("bob"), StringComparison.Ordinal);
        Assert.Equal(2, Confirmations(fleet).Count());
    }

    [Fact]
    public async Task Run_LedgerCannotBeRead_StaysUpTellsItAndGoesOnOnceItCan()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        fleet.Publish(d => d with { KeySets = [Guest.KeySet(fleet, 2, Guest.Key("alice"))] });
        await using var guest = new Guest(fleet);
        Directory.CreateDirectory(guest.Root.Path + "/var/lib/fleet/keys.json");
        await guest.StartAsync();
        await Agents.UntilAsync(() => guest.Status() is { State: "degraded", Connected: true } && !guest.Events.HasUnsent, "degraded");
        await Agents.UntilAsync(() => fleet.Hub.Streams.All().Any(e => e.Path == "upkeep/key-expiry"), "told");

        Directory.Delete(guest.Root.Path + "/var/lib/fleet/keys.json");

        await Agents.UntilAsync(() => Confirmations(fleet).Any(c => c is { Revision: 2, Refused: null, Problems: null }), "confirmed");
    }

    private static IEnumerable<KeySetConfirmation> Confirmations(FakeFleet fleet) => fleet.Hub.Streams.All().Select(e => e.Confirms).OfType<KeySetConfirmation>();
}
