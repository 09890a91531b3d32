using System.Net.WebSockets;
using System.Text;
using Fleet.Contracts;
using Fleet.Contracts.Events;
using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Tests.Timelines;
using Fleet.TestKit;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet.ControlPlane.Tests.AgentHub;

/// <summary>The hub on a real Kestrel, one instance with one agent, and words to talk to it: SignalR's own client, and bare WebSockets.</summary>
public abstract class HubTest(TestPostgres postgres) : IAsyncLifetime
{
    private TestFleet fleet = null!;
    private TestApp app = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
    protected Guid Boot { get; } = Guid.CreateVersion7();
    protected AgentId Agent { get; } = AgentId.New();
    protected InstanceId Instance { get; private set; }
    private protected TestFleet Fleet => fleet;
    private protected TestApp App => app;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.CreateAsync(postgres);
        app = await TestApp.StartAsync(fleet);
        Instance = await fleet.AddInstanceAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await fleet.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Uri SocketAddress => new UriBuilder(App.Address) { Scheme = "ws", Path = AgentHubProtocol.Path }.Uri;

    protected string Credential(AgentId? who = null) => $"agent {who ?? Agent} {Instance} {Fleet.Project}";

    protected HubConnection Build(string credential) => new HubConnectionBuilder().WithUrl(new Uri(App.Address, AgentHubProtocol.Path), options =>
    {
        options.SkipNegotiation = true;
        options.Transports = HttpTransportType.WebSockets;
        options.Headers["Authorization"] = credential;
    }).AddJsonProtocol(o => o.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default)).Build();

    protected async Task<HubConnection> ConnectAsync()
    {
        var hub = Build(Credential());
        await hub.StartAsync(Token);
        return hub;
    }

    protected Task<HelloReply> Hello(HubConnection hub, Guid epoch, BootOrigin origin = BootOrigin.Kernel, TimeSpan offset = default) =>
        hub.InvokeAsync<HelloReply>("Hello", new HelloRequest
        {
            ProtocolVersion = AgentHubProtocol.Version,
            AgentVersion = "0.1.0",
            BootId = Boot,
            Origin = origin,
            MonotonicNs = 1,
            WallTime = TimeProvider.System.GetUtcNow() + offset,
            Epochs = [epoch],
        }, Token);

    protected static Task<ReportReply> Report(HubConnection hub, Guid epoch, params AgentEvent[] events) =>
        hub.InvokeAsync<ReportReply>("Report", epoch, events[0].Seq, null, events, Token);

    protected ClientWebSocket Socket(string? credential = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", credential ?? Credential());
        return socket;
    }

    protected static Task SendAsync(ClientWebSocket socket, string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), type, endOfMessage: true, Token);

    protected Task<string> Liveness() =>
        Fleet.OneAsync<string>("SELECT concat_ws(' ', agent_version, (last_seen_at IS NOT NULL)::text, (disconnected_at IS NULL)::text) FROM instance_status WHERE instance_id = $1", Instance.Value);

    protected Task EventuallyAsync(string liveness) => WaitForAsync(async () => await Liveness() == liveness);

    protected static Task WaitForAsync(Func<bool> condition) => WaitForAsync(() => Task.FromResult(condition()));

    protected static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await condition())
            await Task.Delay(20, deadline.Token);
    }
}
