using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fleet.Contracts;
using Fleet.Contracts.Agents;
using Fleet.Contracts.Hub;
using Fleet.Contracts.Orders;
using Fleet.GuestAgent.Tests.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Fleet.GuestAgent.Tests.Reporting;

/// <summary>A small server of the contract: real Kestrel, real TLS, real SignalR.</summary>
internal sealed class FakeFleet : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly Dictionary<string, TaskCompletionSource> _changes = [];
    private WebApplication? _app;

    public FakeFleet(TestCa? ca = null, X509Certificate2? certificate = null)
    {
        Ca = ca ?? new();
        _certificate = certificate ?? Ca.Issue();
        KeyId = Convert.ToHexStringLower(SHA256.HashData(OrderKey.ExportSubjectPublicKeyInfo()))[..16];
        Document = new() { Instance = Instance, Name = "vm", Project = "default", Revision = "0000000100000001", Attributes = new Dictionary<string, string>(), KeySets = [] };
    }

    public TestCa Ca { get; }

    public InstanceId Instance { get; set; } = InstanceId.New();

    public ProjectId Project { get; } = ProjectId.New();

    public ECDsa OrderKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string KeyId { get; }

    public FakeHubScript Hub { get; } = new();

    public FakeEnrolment Enrolment { get; } = new();

    public AgentDocument Document { get; private set; }

    public byte[] UserData { get; set; } = [];

    public int DocumentReads;

    /// <summary>Answers a held watch at once with the same ETag.</summary>
    public bool NeverHolds { get; set; }

    public int Port { get; private set; }

    public int MetadataPort { get; private set; }

    public string Server => $"https://127.0.0.1:{Port}";

    public string Metadata => $"http://127.0.0.1:{MetadataPort}";

    public VerificationKey[] VerificationKeys => [new(KeyId, Convert.ToBase64String(OrderKey.ExportSubjectPublicKeyInfo()))];

    public static async Task<FakeFleet> StartedAsync(TestCa? ca = null, X509Certificate2? certificate = null)
    {
        var fleet = new FakeFleet(ca, certificate);
        await fleet.StartAsync();
        return fleet;
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new()); // reads no files: inotify watches are few here
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, Port, l => l.UseHttps(_certificate));
            k.Listen(IPAddress.Loopback, MetadataPort);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(Hub);
        builder.Services.AddSignalR(o => o.MaximumReceiveMessageSize = Limits.HubMessageBytes)
            .AddJsonProtocol(o => o.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default));
        _app = builder.Build();
        _app.Use(GuardAsync);
        _app.UseWebSockets();
        _app.UseRouting();
        _app.MapGet("/fleet/v1/bootstrap", BootstrapAsync);
        _app.MapPost("/fleet/v1/join", (RequestDelegate)(c => Enrolment.JoinAsync(c)));
        _app.MapGet("/agent/v1/nonce", (RequestDelegate)(c => Enrolment.NonceAsync(c)));
        _app.MapPost("/agent/v1/enroll", (RequestDelegate)(c => Enrolment.EnrollAsync(c, Instance, Project, VerificationKeys)));
        _app.MapPost("/agent/v1/token", (RequestDelegate)(c => Enrolment.TokenAsync(c)));
        _app.MapGet("/agent/v1/document", DocumentAsync);
        _app.MapGet("/agent/v1/user-data", (RequestDelegate)(c => c.Response.Body.WriteAsync(UserData).AsTask()));
        _app.MapHub<FakeHub>(AgentHubProtocol.Path, o => o.Transports = HttpTransportType.WebSockets);
        await _app.StartAsync();
        var ports = _app.Urls.Select(u => new Uri(u)).ToList();
        (Port, MetadataPort) = (ports.Single(u => u.Scheme == "https").Port, ports.Single(u => u.Scheme == "http").Port);
    }

    public async Task StopAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await _app!.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    public SignedOrder Sign(string payload) => OrderSignature.Sign(OrderKey, KeyId, payload);

    public void Publish(Func<AgentDocument, AgentDocument> change)
    {
        lock (_changes)
        {
            var revision = Convert.ToInt64(Document.Revision, 16) + 1;
            Document = change(Document) with { Revision = revision.ToString("x16", null) };
            foreach (var waiting in _changes.Values)
                waiting.TrySetResult();
            _changes.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        OrderKey.Dispose();
        _certificate.Dispose();
        Ca.Dispose();
    }

    private Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value!;
        var needsToken = path is AgentHubProtocol.Path or "/agent/v1/document" or "/agent/v1/user-data";
        var metadata = path.StartsWith("/fleet/", StringComparison.Ordinal);
        context.Response.StatusCode =
            needsToken && !Enrolment.IsToken(context.Request.Headers.Authorization.ToString()) ? 401
            : metadata && context.Request.Headers[FleetHeaders.MetadataFlavor] != "Fleet" ? 403
            : metadata == (context.Connection.LocalPort == Port) ? 404
            : 200;
        return context.Response.StatusCode == 200 ? next(context) : Task.CompletedTask;
    }

    private Task BootstrapAsync(HttpContext c) => FakeEnrolment.WriteAsync(
        c,
        new BootstrapDocument { Server = Server, CaPin = Ca.Pin, CaCertificate = Ca.Pem, Project = "default", Instance = Instance },
        ContractsJson.Default.BootstrapDocument);

    private async Task DocumentAsync(HttpContext c)
    {
        Interlocked.Increment(ref DocumentReads);
        if (!NeverHolds && c.Request.Query["wait_for_change"] == "true" && c.Request.Query["last_etag"] == Document.Revision)
        {
            TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_changes)
                _changes[c.Connection.Id] = waiting;
            await Task.WhenAny(waiting.Task, Task.Delay(TimeSpan.FromSeconds(60), c.RequestAborted));
        }

        c.Response.Headers.ETag = Document.Revision;
        await FakeEnrolment.WriteAsync(c, Document, ContractsJson.Default.AgentDocument);
    }
}
