using Bunit;
using Fleet.Client;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.Dashboard.Live;
using Fleet.Dashboard.Tests.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet.Dashboard.Tests.Components;

/// <summary>Renders pages over a scripted API.</summary>
internal sealed class PageContext(ScriptedServer server) : IAsyncDisposable
{
    private static readonly ContractsJson Json = ContractsJson.Default;

    public BunitContext Bunit { get; } = new();

    public ScriptedServer Server => server;

    public ScriptedFeed Events { get; } = new();

    public ProjectFeed Feed => Bunit.Services.GetRequiredService<ProjectFeed>();

    public static async Task<PageContext> StartAsync()
    {
        var context = new PageContext(await ScriptedServer.StartAsync());
        var node = new Node(context.Server.Client);
        context.Server.On("GET /api/v1/projects/default/events", context.Events.AnswerAsync);
        context.Bunit.Services.AddSingleton<IDashboardSession>(node).AddSingleton<INodeClient>(node).AddSingleton<ProjectFeed>().AddSingleton(TimeProvider.System);
        return context;
    }

    public void Fleet(params Instance[] instances)
    {
        server.On("GET /api/v1/projects/default/instances", new InstanceList(instances, null), Json.InstanceList);
        foreach (var instance in instances)
            foreach (var name in new[] { instance.Name, instance.Id.ToString() })
                server.On($"GET /api/v1/projects/default/instances/{name}", instance, Json.Instance);
    }

    public void LastBoot(Instance instance, Boot? boot, params SshKey[] keys)
    {
        foreach (var name in new[] { instance.Name, instance.Id.ToString() })
        {
            var path = $"GET /api/v1/projects/default/instances/{name}";
            server.On($"{path}/boots", new BootList(boot is null ? [] : [Samples.Summary(boot)], null), Json.BootList);
            server.On($"{path}/sshKeys", new SshKeyList(keys), Json.SshKeyList);
            if (boot is null)
                continue;
            server.On($"{path}/boots/{boot.Id}", boot, Json.Boot);
            server.On($"{path}/boots/{boot.Id}/events", new BootEventList([], null), Json.BootEventList);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Bunit.DisposeAsync();
        await server.DisposeAsync();
    }

    private sealed record Node(FleetClient Client) : INodeClient, IDashboardSession;
}
