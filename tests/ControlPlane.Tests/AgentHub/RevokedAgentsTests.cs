using Fleet.Contracts;
using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.ControlPlane.Tests.Timelines;
using Fleet.TestKit;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet.ControlPlane.Tests.AgentHub;

public sealed class RevokedAgentsTests(TestPostgres postgres) : HubTest(postgres)
{
    [Fact]
    public async Task SpecChange_AgentIsRevoked_HearsSoAndIsCutOffAndItsSuccessorIsNot()
    {
        var next = AgentId.New();
        await AddAgentAsync(Agent);
        await using var old = await ConnectAsync();
        var (told, closed) = (new TaskCompletionSource(), new TaskCompletionSource());
        old.On(AgentHubProtocol.Revoked, () => told.TrySetResult());
        old.Closed += _ => Task.FromResult(closed.TrySetResult());
        var feed = App.Services.GetRequiredService<ChangeFeed>();
        feed.Publish(new(Fleet.Project, Instance, "spec"));
        Assert.Equal(1, (await Report(old, Guid.CreateVersion7(), Events.Event(1, Boot))).Durable); // in force: nothing happens

        await Fleet.ExecuteAsync("UPDATE agents SET revoked_at = now(), auth_epoch = auth_epoch + 1 WHERE id = $1", Agent.Value);
        await AddAgentAsync(next);
        await using var successor = Build(Credential(next));
        await successor.StartAsync(Token);
        feed.Publish(new(Fleet.Project, Instance, "spec"));
        await told.Task.WaitAsync(TimeSpan.FromSeconds(5), Token);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5), Token);
        Assert.Equal(1, (await Report(successor, Guid.CreateVersion7(), Events.Event(1, Boot))).Durable);
    }

    private Task<int> AddAgentAsync(AgentId agent) => Fleet.ExecuteAsync(
        "INSERT INTO agents (id, instance_id, public_key, enrollment_id, auth_epoch) VALUES ($1, $2, $3, gen_random_uuid(), 0)", agent.Value, Instance.Value, agent.Value.ToByteArray());
}
