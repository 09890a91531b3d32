using System.Net;
using Fleet.Contracts;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Reporting;
using Fleet.GuestAgent.Sources;
using Fleet.GuestAgent.Sources.FleetMetadata;
using Fleet.GuestAgent.Tests.Reporting;

namespace Fleet.GuestAgent.Tests.Identity;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class EnrolmentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ensure_NewMachine_JoinsFromAPrivilegedPortAndKeepsItsIdentity()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var root = new TempRoot();
        using var agent = new Parts(fleet, root);

        var (identity, problem) = await agent.Keeper.EnsureAsync(agent.Bootstrap(), Ct);

        Assert.Null(problem);
        Assert.Equal((fleet.Enrolment.Agent, fleet.Instance, fleet.Project), (identity.Agent, identity.Instance, identity.Project));
        Assert.InRange(fleet.Enrolment.LastJoinPort, 512, 1023);
        Assert.Equal(fleet.VerificationKeys, agent.Store.Load()!.VerificationKeys);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(root.Path + IdentityStore.Directory + "/key.pem"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(root.Path + IdentityStore.Directory));
        Assert.DoesNotContain("fje_", string.Concat(Directory.GetFiles(root.Path + IdentityStore.Directory).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ensure_AnswerIsLostAndTheAgentDies_TheSameKeyAndIdGetItAgain()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var root = new TempRoot();
        fleet.Enrolment.Answer = what => what == "enroll" ? 0 : 200;
        using (var first = new Parts(fleet, root))
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => first.Keeper.EnsureAsync(first.Bootstrap(), Ct));
        fleet.Enrolment.Answer = _ => 200;

        using var second = new Parts(fleet, root);
        var (identity, _) = await second.Keeper.EnsureAsync(second.Bootstrap(), Ct);

        Assert.Equal(fleet.Enrolment.Agent, identity.Agent);
        Assert.Equal((1, 2), (fleet.Enrolment.Joins, fleet.Enrolment.Enrolls));
    }

    [Fact]
    public async Task Ensure_StoredSecretIsVoid_JoinsAnew()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var root = new TempRoot();
        using var agent = new Parts(fleet, root);
        agent.Store.Save(agent.Store.Pending() with { JoinSecret = "fje_old" });

        var (identity, _) = await agent.Keeper.EnsureAsync(agent.Bootstrap(), Ct);

        Assert.Equal(fleet.Enrolment.Agent, identity.Agent);
    }

    [Fact]
    public async Task Ensure_TooManyJoins_WaitsAsLongAsTold()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var root = new TempRoot();
        var asked = 0;
        fleet.Enrolment.Answer = what => what == "join" && asked++ == 0 ? 429 : 200;
        using var agent = new Parts(fleet, root);
        var started = TimeProvider.System.GetTimestamp();

        await agent.Keeper.EnsureAsync(agent.Bootstrap(), Ct);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1, 10);
        Assert.Equal(2, fleet.Enrolment.Joins);
    }

    [Fact]
    public async Task Ensure_AnotherAgentHasTheInstance_SaysWhatToDo()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var server = Agents.Enrolled(fleet);
        using var root = new TempRoot();
        using var agent = new Parts(fleet, root);

        var e = await Assert.ThrowsAsync<AgentRefusedException>(() => agent.Keeper.EnsureAsync(agent.Bootstrap(), Ct));

        Assert.Equal(HttpStatusCode.Conflict, e.Status);
        Assert.Contains("PATCH the instance with {\"rejoin\": true}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("identity.json", "{\"agent\":")]
    [InlineData("identity.json", "null")]
    [InlineData("key.pem", "-----BEGIN")]
    public async Task Load_Damaged_IsSetAsideAndTheMachineIsNotEnrolled(string file, string content)
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var root = new TempRoot();
        using var agent = new Parts(fleet, root);
        await agent.Keeper.EnsureAsync(agent.Bootstrap(), Ct);
        root.Write($"{IdentityStore.Directory}/{file}", content);

        Assert.Null(agent.Keeper.Stored);
        var e = await Assert.ThrowsAsync<AgentRefusedException>(() => agent.Keeper.EnsureAsync(agent.Bootstrap(), Ct));

        Assert.Contains("rejoin", e.Message, StringComparison.Ordinal);
        Assert.NotNull(root.Read(IdentityStore.Directory + "/identity.json.damaged"));
        Assert.Contains("identity.json.damaged", agent.Reported[0], StringComparison.Ordinal);
        fleet.Enrolment.Rejoin();
        Assert.Equal(fleet.Instance, (await agent.Keeper.EnsureAsync(agent.Bootstrap(), Ct)).Identity.Instance);
    }

    [Fact]
    public async Task Ensure_PendingEnrollmentIsDamaged_BeginsAnother()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var root = new TempRoot();
        using var agent = new Parts(fleet, root);
        agent.Store.Pending();
        root.Write(IdentityStore.Directory + "/enrollment.json", "{");

        Assert.Equal(fleet.Instance, (await agent.Keeper.EnsureAsync(agent.Bootstrap(), Ct)).Identity.Instance);
    }

    /// <summary>FS-28</summary>
    [Fact]
    public async Task Ensure_AnotherInstanceOrCa_KeepsTheIdentityAndSaysSo()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var root = new TempRoot();
        using var agent = new Parts(fleet, root);
        using var otherCa = new TestCa();
        var (identity, _) = await agent.Keeper.EnsureAsync(agent.Bootstrap(), Ct);

        var byInstance = await agent.Keeper.EnsureAsync(agent.Bootstrap() with { Instance = InstanceId.New(), Server = "https://203.0.113.1" }, Ct);
        var byCa = await agent.Keeper.EnsureAsync(agent.Bootstrap() with { CaPin = otherCa.Pin, CaCertificate = otherCa.Pem, Server = "https://203.0.113.1" }, Ct);

        Assert.Equal((identity.Agent, identity.Server), (byInstance.Identity.Agent, byInstance.Identity.Server));
        Assert.Equal((identity.Agent, identity.Server), (byCa.Identity.Agent, byCa.Identity.Server));
        Assert.StartsWith(IdentityKeeper.ChangedUnproven, byInstance.Problem, StringComparison.Ordinal);
        Assert.StartsWith(IdentityKeeper.ChangedUnproven, byCa.Problem, StringComparison.Ordinal);
        Assert.Equal(1, fleet.Enrolment.Joins);
    }

    [Fact]
    public async Task Ensure_CaWithoutThePin_SendsNothing()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        using var root = new TempRoot();
        using var agent = new Parts(fleet, root);
        using var other = new TestCa();

        var e = await Assert.ThrowsAsync<AgentRefusedException>(() => agent.Keeper.EnsureAsync(agent.Bootstrap() with { CaCertificate = other.Pem }, Ct));

        Assert.Contains("pin", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, fleet.Enrolment.Joins);
    }

    [Fact]
    public async Task Token_TwoThirdsOfItsLifeGone_IsRenewed()
    {
        await using var fleet = await FakeFleet.StartedAsync();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var server = Agents.Enrolled(fleet, time);
        var first = await server.Tokens.GetAsync(Ct);
        time.Advance(TimeSpan.FromSeconds(399));
        var same = await server.Tokens.GetAsync(Ct);
        time.Advance(TimeSpan.FromSeconds(2));
        var second = await server.Tokens.GetAsync(Ct);

        Assert.Equal(first, same);
        Assert.NotEqual(first, second);
    }

    private sealed class Parts : IDisposable
    {
        private readonly MetadataService _metadata;
        private readonly FakeFleet _fleet;

        public Parts(FakeFleet fleet, TempRoot root)
        {
            _fleet = fleet;
            _metadata = new(fleet.Metadata);
            Store = new(new(root.Files), Reported.Add);
            Keeper = new(Store, new(Store, _metadata, TimeProvider.System, AgentLog.Silent));
        }

        public List<string> Reported { get; } = [];

        public IdentityStore Store { get; }

        public IdentityKeeper Keeper { get; }

        public Bootstrap Bootstrap() => new(_fleet.Server, _fleet.Ca.Pin, _fleet.Ca.Pem, _fleet.Instance, "test");

        public void Dispose() => _metadata.Dispose();
    }
}
