using System.Text.Json.Serialization;
using Fleet.Contracts;
using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Identity;
using Microsoft.AspNetCore.Http.Connections;

namespace Fleet.ControlPlane.Agents.Hub;

/// <summary>The agents' hub: SignalR, JSON, WebSockets only.</summary>
internal static class AgentHubModule
{
    public static IServiceCollection AddAgentHub(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSignalR().AddJsonProtocol(options =>
        {
            var json = options.PayloadSerializerOptions;
            json.TypeInfoResolverChain.Insert(0, ContractsJson.Default);
            json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.AllowDuplicateProperties = false;
        }).AddHubOptions<AgentHub>(options =>
        {
            options.SupportedProtocols = ["json"];
            options.MaximumReceiveMessageSize = Limits.HubMessageBytes;
            options.MaximumParallelInvocationsPerClient = 4;
            options.EnableDetailedErrors = false;
            options.KeepAliveInterval = TimeSpan.FromSeconds(15);
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(45);
        });
        services.AddSingleton<AgentConnections>().AddSingleton<AgentLiveness>().AddSingleton<CallRates>();
        services.AddSingleton<ConnectionHandler>().AddSingleton<HelloHandler>().AddSingleton<ReportHandler>();
        services.AddHostedService<LivenessKeeper>();
        services.AddHostedService<RevokedAgents>();
        services.AddHostedService<DrainOnShutdown>();
        return services;
    }

    public static void MapAgentHub(this IEndpointRouteBuilder routes) => routes
        .MapHub<AgentHub>(AgentHubProtocol.Path, options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.CloseOnAuthenticationExpiration = true;
        })
        .RequireAuthorization(Policies.Agent).OnListener(ListenerKind.Public, ListenerKind.Local).RefuseBrowsers();
}
