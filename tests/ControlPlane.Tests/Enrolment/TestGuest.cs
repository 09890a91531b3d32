using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using Fleet.Contracts;
using Fleet.Contracts.Agents;
using Fleet.Contracts.Api;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Enrolment;

/// <summary>A guest's side of enrolment, by hand, from an address of its own on loopback.</summary>
internal sealed class TestGuest : IDisposable
{
    private static int last = 1;
    private readonly FleetdFixture fixture;

    private TestGuest(FleetdFixture fixture, string address, Instance instance)
    {
        this.fixture = fixture;
        Address = address;
        Instance = instance;
        Http = Connect(fixture.Metadata, address, 0);
        Http.DefaultRequestHeaders.Add("Metadata-Flavor", "Fleet");
        Public = new() { BaseAddress = fixture.Fleetd.Public };
    }

    public string Address { get; }

    public Instance Instance { get; }

    /// <summary>To the metadata listener, from the guest's address.</summary>
    public HttpClient Http { get; }

    /// <summary>To the public listener.</summary>
    public HttpClient Public { get; }

    public static async Task<TestGuest> RegisterAsync(FleetdFixture fixture)
    {
        var address = $"127.0.1.{Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture)}";
        var instance = await fixture.Fleetd.Client().CreateInstanceAsync("default",
            new() { Name = "g" + Guid.CreateVersion7().ToString("N")[20..], Network = "test", Addresses = [address] }, null, TestContext.Current.CancellationToken);
        return new(fixture, address, instance);
    }

    /// <summary>A client that sends from the guest's address, from a port below 1024 when one is given.</summary>
    public static HttpClient Connect(Uri server, string address, int port) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = server };

    public async Task<string> JoinAsync()
    {
        using var answer = await PostJoinAsync(RandomNumberGenerator.GetInt32(600, 1023));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ContractsJson.Default.JoinReply, TestContext.Current.CancellationToken))!.JoinSecret;
    }

    public async Task<HttpResponseMessage> PostJoinAsync(int port)
    {
        using var http = Connect(fixture.Metadata, Address, port);
        http.DefaultRequestHeaders.Add("Metadata-Flavor", "Fleet");
        return await http.PostAsync(new Uri("/fleet/v1/join", UriKind.Relative), null, TestContext.Current.CancellationToken);
    }

    public async Task<string> NonceAsync() => (await Public.GetFromJsonAsync("/agent/v1/nonce", ContractsJson.Default.NonceReply, TestContext.Current.CancellationToken))!.Nonce;

    public async Task<HttpResponseMessage> EnrollAsync(ECDsa key, string secret, Guid enrollmentId)
    {
        var nonce = await NonceAsync();
        var spki = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        var signature = Convert.ToBase64String(key.SignData(AgentProof.Enroll(nonce, enrollmentId, spki, secret), HashAlgorithmName.SHA256));
        return await Public.PostAsJsonAsync("/agent/v1/enroll", new EnrollRequest { JoinSecret = secret, PublicKey = spki, EnrollmentId = enrollmentId, Nonce = nonce, Signature = signature },
            ContractsJson.Default.EnrollRequest, TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> TokenAsync(ECDsa key, AgentId agent)
    {
        var nonce = await NonceAsync();
        return await Public.PostAsJsonAsync("/agent/v1/token", new TokenRequest { Agent = agent, Nonce = nonce, Signature = Convert.ToBase64String(key.SignData(AgentProof.Token(nonce, agent), HashAlgorithmName.SHA256)) },
            ContractsJson.Default.TokenRequest, TestContext.Current.CancellationToken);
    }

    /// <summary>Join, enroll, token: the token.</summary>
    public async Task<string> BecomeAgentAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var enrolled = await EnrollAsync(key, await JoinAsync(), Guid.CreateVersion7());
        var agent = (await enrolled.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ContractsJson.Default.EnrollReply, TestContext.Current.CancellationToken))!;
        using var token = await TokenAsync(key, agent.Agent);
        return (await token.EnsureSuccessStatusCode().Content.ReadFromJsonAsync(ContractsJson.Default.TokenReply, TestContext.Current.CancellationToken))!.AccessToken;
    }

    public void Dispose()
    {
        Http.Dispose();
        Public.Dispose();
    }
}
