using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Serialization;
using Fleet.Contracts;
using Fleet.Contracts.Hub;
using Fleet.GuestAgent.Identity;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet.GuestAgent.Reporting;

/// <summary>One connection to the hub: its two calls up, and what comes down. A link that is closed stays closed.</summary>
internal sealed class HubLink : IAsyncDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private readonly HubConnection _connection;
    private readonly FleetServer _server;
    private readonly CancellationTokenSource _closed = new();

    public HubLink(FleetServer server)
    {
        _server = server;
        _connection = new HubConnectionBuilder()
            .WithUrl(new Uri(new(server.Identity.Server), AgentHubProtocol.Path), Configure)
            .AddJsonProtocol(o =>
            {
                o.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default);
                o.PayloadSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            })
            .Build();
        _connection.ServerTimeout = TimeSpan.FromSeconds(45);
        _connection.KeepAliveInterval = TimeSpan.FromSeconds(15);
        _connection.HandshakeTimeout = TimeSpan.FromSeconds(10);
        _connection.On(AgentHubProtocol.Drain, () => End(HubEnd.Drained));
        _connection.On(AgentHubProtocol.Revoked, () => End(HubEnd.Revoked));
        _connection.Closed += e =>
        {
            Reason = e?.Message ?? "the server closed the connection";
            return _closed.CancelAsync();
        };
    }

    /// <summary>Cancelled when the connection is of no more use.</summary>
    public CancellationToken Closed => _closed.Token;

    public HubEnd How { get; private set; } = HubEnd.Lost;

    public string? Reason { get; private set; }

    public async Task StartAsync(CancellationToken ct)
    {
        using var cts = Limited(ct); // nothing else bounds the answer to the upgrade
        await _connection.StartAsync(cts.Token).ConfigureAwait(false);
    }

    public async Task<HelloReply> HelloAsync(HelloRequest hello, CancellationToken ct)
    {
        using var cts = Limited(ct);
        return await _connection.InvokeAsync<HelloReply>(AgentHubProtocol.Hello, hello, cts.Token).ConfigureAwait(false);
    }

    public async Task<ReportReply> ReportAsync(Batch batch, CancellationToken ct)
    {
        using var cts = Limited(ct);
        return await _connection.InvokeAsync<ReportReply>(AgentHubProtocol.Report, batch.Epoch, batch.FirstSeq, batch.CrcBefore, batch.Events, cts.Token).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        _closed.Dispose();
    }

    private static CancellationTokenSource Limited(CancellationToken ct)
    {
        var cts = CancellationTokenSource.CreateLinkedTokenSource(ct);
        cts.CancelAfter(CallTimeout);
        return cts;
    }

    private Task End(HubEnd how)
    {
        How = how;
        return _closed.CancelAsync();
    }

    private void Configure(HttpConnectionOptions options)
    {
        options.Transports = HttpTransportType.WebSockets;
        options.SkipNegotiation = true;
        options.WebSocketFactory = ConnectAsync;
    }

    // Our own factory: only so does the WebSocket dial through the handler that holds the pinned CA.
    private async ValueTask<WebSocket> ConnectAsync(WebSocketConnectionContext context, CancellationToken ct)
    {
        var token = await _server.Tokens.GetAsync(ct).ConfigureAwait(false);
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(context.Uri, _server.Invoker, ct).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            if (socket.HttpStatusCode is HttpStatusCode.Unauthorized)
                _server.Tokens.Refused(token);
            socket.Dispose();
            throw;
        }
    }
}
