using System.Diagnostics;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Tests.Reporting;

namespace Fleet.GuestAgent.Tests.Upkeep;

/// <summary>
/// The program as a process of its own: the build beside the tests, or with FLEET_AGENT_BINARY the Native AOT one, whose JSON contexts and hub only a
/// real run can show.
/// </summary>
public sealed class ProgramTests
{
    private static string Binary => Environment.GetEnvironmentVariable("FLEET_AGENT_BINARY") is { Length: > 0 } path ? path : Built;

    // Not the copy beside the tests: there the tests' shared framework stands in for SignalR, and the program alone does not find it.
    private static string Built => AppContext.BaseDirectory.Replace("/GuestAgent.Tests/", "/GuestAgent/", StringComparison.Ordinal) + "fleet-agent";

    [Fact]
    public async Task Run_WholeLife_ProvisionsTakesAKeyAndEndsOnSigterm()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        await using var guest = new Guest(fleet);
        using var daemon = Start(guest, "run", "--root", guest.Root.Path);
        Assert.Equal("READY=1", guest.NextNotification());
        Assert.Equal(0, (await RunAsync(guest, "status", "--wait", "--root", guest.Root.Path)).Code);
        fleet.Publish(d => d with { KeySets = [Guest.KeySet(fleet, 5, Guest.Key("alice"))] });
        await Agents.UntilAsync(() => fleet.Hub.Streams.All().Any(e => e.Confirms is { Revision: 5, Refused: null, Problems: null }), "confirmed");
        Assert.Contains("boot", fleet.Hub.Streams.All().Where(e => e is { Kind: EventKind.Finished, Outcome: StepOutcome.Succeeded }).Select(e => e.Path));

        var started = TimeProvider.System.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", $"{daemon.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await daemon.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, daemon.ExitCode);
        Assert.True(TimeProvider.System.GetElapsedTime(started).TotalSeconds < 2);
    }

    [Fact]
    public async Task Provision_LocalThenAll_ExitsProvisioned()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        await using var guest = new Guest(fleet);

        Assert.Equal(0, (await RunAsync(guest, "provision", "--stage", "local", "--root", guest.Root.Path)).Code);
        Assert.Contains("\"path\":\"local\"", guest.Root.Read("/run/fleet/handover.ndjson"), StringComparison.Ordinal);
        var (code, log) = await RunAsync(guest, "provision", "--root", guest.Root.Path);
        Assert.True(code == 0 && !log.Contains("<4>hub", StringComparison.Ordinal), log);

        var told = fleet.Hub.Streams.All().Where(e => e.Kind == EventKind.Started).Select(e => e.Path).ToList();
        Assert.Equal(["boot", "local", "login"], told.Where(p => p is "boot" or "local" or "login"));
    }

    [Fact]
    public async Task Clean_EnrolledMachine_ForgetsWhoItIs()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        await using var guest = new Guest(fleet);
        await RunAsync(guest, "provision", "--root", guest.Root.Path);
        Assert.True(File.Exists(guest.Root.Path + "/var/lib/fleet/identity/identity.json"));

        Directory.CreateDirectory(guest.Root.Path + "/var/lib/fleet/spool/a/b");
        guest.Root.Write("/var/lib/fleet/spool/a/b/journal", "of another machine");
        Directory.CreateDirectory(guest.Root.Path + "/var/lib/other");
        guest.Root.Write("/var/lib/other/kept", "");
        File.CreateSymbolicLink(guest.Root.Path + "/var/lib/fleet/spool/link", "../../other");

        Assert.Equal(0, (await RunAsync(guest, "clean", "--root", guest.Root.Path)).Code);

        Assert.Empty(Directory.GetFileSystemEntries(guest.Root.Path + "/var/lib/fleet"));
        Assert.True(File.Exists(guest.Root.Path + "/var/lib/other/kept"));
    }

    [Theory]
    [InlineData("#cloud-config\nhostname: web-1\n", 0, "valid")]
    [InlineData("#cloud-config\nhostname: a b\n", 1, ":2:")]
    public async Task Validate_UserData_SaysWhere(string text, int code, string says)
    {
        var fleet = new FakeFleet();
        await using var guest = new Guest(fleet);
        guest.Root.Write("/tmp/user-data", text);

        var (exit, output) = await RunAsync(guest, "validate", guest.Root.Path + "/tmp/user-data");

        Assert.Equal(code, exit);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--version", 0, "0.1.0")]
    [InlineData("frobnicate", 2, "--help")]
    public async Task Main_Argument_ExitsWith(string argument, int code, string says)
    {
        var fleet = new FakeFleet();
        await using var guest = new Guest(fleet);

        var (exit, output) = await RunAsync(guest, argument);

        Assert.Equal(code, exit);
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    private static Process Start(Guest guest, params string[] arguments)
    {
        var start = new ProcessStartInfo(Binary, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["NOTIFY_SOCKET"] = guest.Root.Path + "/notify";
        var process = Process.Start(start)!;
        return process;
    }

    private static async Task<(int Code, string Output)> RunAsync(Guest guest, params string[] arguments)
    {
        using var process = Start(guest, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}
