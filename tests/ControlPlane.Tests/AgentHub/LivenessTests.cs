using Fleet.Contracts;
using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Agents.Hub;
using Fleet.ControlPlane.Tests.Timelines;
using Fleet.TestKit;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet.ControlPlane.Tests.AgentHub;

/// <summary>Beginnings and ends of connections.</summary>
public sealed class LivenessTests(TestPostgres postgres) : HubTest(postgres)
{
    [Fact]
    public async Task Connect_AndDisconnect_MoveLiveness()
    {
        await using (var hub = await ConnectAsync())
        {
            await Hello(hub, Guid.CreateVersion7());
            Assert.Equal("0.1.0 true true", await Liveness());
        }

        await EventuallyAsync("0.1.0 true false");
        Assert.True(App.Services.GetRequiredService<RecordingNotifier>().Changes.Count(c => c == (Fleet.Project, Instance, "status")) >= 2);
        Assert.Equal(2L, await Fleet.OneAsync<long>("SELECT count(*) FROM change_log WHERE kind = 'status'"));
    }

    [Fact]
    public async Task Disconnect_OfAnOlderConnection_LeavesTheNewerOneOnline()
    {
        var older = await ConnectAsync();
        await using var newer = await ConnectAsync();
        await Hello(newer, Guid.CreateVersion7());
        await older.DisposeAsync();
        await WaitForAsync(() => App.Services.GetRequiredService<AgentConnections>().All.Count() == 1);
        await Hello(newer, Guid.CreateVersion7());
        Assert.Equal("0.1.0 true true", await Liveness());
    }

    [Fact]
    public async Task Touch_ConnectedAgents_AreHeard()
    {
        await using var hub = await ConnectAsync();
        await Hello(hub, Guid.CreateVersion7());
        await Fleet.ExecuteAsync("UPDATE instance_status SET last_seen_at = now() - interval '1 day'");
        await App.Services.GetRequiredService<AgentLiveness>().TouchAsync([.. App.Services.GetRequiredService<AgentConnections>().All], Token);
        Assert.True(await Fleet.OneAsync<bool>("SELECT last_seen_at > now() - interval '1 minute' FROM instance_status"));
    }

    [Fact]
    public async Task Credential_Expired_ClosesTheConnection_HB18()
    {
        await using var hub = Build(Credential() + " 1");
        var closed = new TaskCompletionSource();
        hub.Closed += _ => Task.FromResult(closed.TrySetResult());
        await hub.StartAsync(Token);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    [Fact]
    public async Task Abort_ClosesThatAgentsConnections()
    {
        await using var hub = await ConnectAsync();
        await using var other = Build(Credential(AgentId.New()));
        await other.StartAsync(Token);
        var closed = new TaskCompletionSource();
        hub.Closed += _ => Task.FromResult(closed.TrySetResult());
        Assert.Equal(1, App.Services.GetRequiredService<AgentConnections>().Abort(Agent));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Equal(HubConnectionState.Connected, other.State);
    }

    [Fact]
    public async Task Stop_TellsAgentsToDrain()
    {
        await using var hub = Build(Credential());
        var drained = new TaskCompletionSource();
        hub.On(AgentHubProtocol.Drain, drained.SetResult);
        await hub.StartAsync(Token);
        await Hello(hub, Guid.CreateVersion7());
        await App.StopAsync();
        await drained.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
    }
}
