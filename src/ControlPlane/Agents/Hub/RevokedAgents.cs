using Fleet.Contracts;
using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Metadata.Watch;
using Microsoft.AspNetCore.SignalR;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>
/// Ends the connections of agents that are no longer in force: a credential is looked at when a connection opens, and a connection lives for days. A change of an
/// instance's spec may be a rejoin or a deletion; each node looks at the agents that it holds.
/// </summary>
internal sealed partial class RevokedAgents(
    NpgsqlDataSource source, AgentConnections connections, IHubContext<AgentHub> hub, IChangeFeed feed, TimeProvider time, ILogger<RevokedAgents> logger) : BackgroundService
{
    // Written is not sent: the agent gets a moment to hear why, and a hostile one no more than that.
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim signal = new(0, 1);
    private HashSet<InstanceId> hinted = [];

    public override void Dispose()
    {
        signal.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(OnChange);
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.WaitAsync(stoppingToken);
            var instances = Take();
            try
            {
                await EndAsync([.. connections.All.Where(c => instances.Contains(c.Instance)).Select(c => c.Agent).Distinct()], stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
                Hint(instances);
                await Task.Delay(AgainAfter, time, stoppingToken);
            }
        }
    }

    private async Task EndAsync(IReadOnlyCollection<AgentId> agents, CancellationToken cancellationToken)
    {
        if (agents.Count == 0)
            return;
        await using var command = source.CreateCommand("SELECT u.id FROM unnest($1) AS u (id) WHERE NOT EXISTS (SELECT 1 FROM agents a WHERE a.id = u.id AND a.revoked_at IS NULL)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. agents.Select(a => a.Value)] });
        var revoked = new List<AgentId>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken))
                revoked.Add(new(reader.GetGuid(0)));
        if (revoked.Count == 0)
            return;
        try
        {
            using var farewell = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            farewell.CancelAfter(Farewell);
            var ids = revoked.SelectMany(connections.Of).Select(c => c.SignalRId).ToList();
            await hub.Clients.Clients(ids).SendAsync(AgentHubProtocol.Revoked, farewell.Token).WaitAsync(farewell.Token);
            await Task.Delay(Farewell, time, farewell.Token);
        }
        catch (OperationCanceledException)
        {
            // One that does not read is cut off all the same.
        }

        foreach (var agent in revoked)
        {
            LogRevoked(agent, connections.Abort(agent));
        }
    }

    private void OnChange(Change? change)
    {
        if (change is null)
            Hint(connections.All.Select(c => c.Instance));
        else if (change is { Kind: "spec", Instance: { } instance })
            Hint([instance]);
    }

    private void Hint(IEnumerable<InstanceId> instances)
    {
        lock (gate)
        {
            hinted.UnionWith(instances);
            if (hinted.Count > 0 && signal.CurrentCount == 0)
                signal.Release();
        }
    }

    private HashSet<InstanceId> Take()
    {
        lock (gate)
        {
            var taken = hinted;
            hinted = [];
            return taken;
        }
    }

    [LoggerMessage(2105, LogLevel.Information, "agent {Agent} is revoked and was told so; {Count} connections of it did not hang up by themselves and were cut off")]
    private partial void LogRevoked(AgentId agent, int count);

    [LoggerMessage(2106, LogLevel.Warning, "could not read which connected agents are revoked; trying again")]
    private partial void LogFailed(Exception e);
}
