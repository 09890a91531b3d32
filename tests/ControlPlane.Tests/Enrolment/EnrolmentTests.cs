using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fleet.Contracts;
using Fleet.Contracts.Agents;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Tests.Instances;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Enrolment;

/// <summary>From an address to an identity, against a real fleetd.</summary>
public sealed class EnrolmentTests(FleetdFixture fixture) : IClassFixture<FleetdFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bootstrap_FromAKnownAddress_TellsTheServerAndItsPin()
    {
        using var guest = await TestGuest.RegisterAsync(fixture);

        var document = (await guest.Http.GetFromJsonAsync("/fleet/v1/bootstrap", ContractsJson.Default.BootstrapDocument, Ct))!;

        Assert.Equal(guest.Instance.Id, document.Instance);
        Assert.Equal(fixture.Https, new Uri(document.Server));
        using var ca = X509Certificate2.CreateFromPem(document.CaCertificate);
        Assert.Equal("sha256/" + Convert.ToBase64String(SHA256.HashData(ca.PublicKey.ExportSubjectPublicKeyInfo())), document.CaPin);
        Assert.DoesNotContain("PRIVATE", document.CaCertificate, StringComparison.Ordinal);
        Assert.Equal(ProvisioningState.Booting, (await fixture.Fleetd.Client().GetInstanceAsync("default", guest.Instance.Name, Ct)).Provisioning.State);
    }

    [Theory]
    [InlineData("Google", null, HttpStatusCode.Forbidden)]
    [InlineData("fleet", null, HttpStatusCode.Forbidden)]
    [InlineData(null, null, HttpStatusCode.Forbidden)]
    [InlineData("Fleet", "", HttpStatusCode.Forbidden)]
    [InlineData("Fleet", "1.2.3.4", HttpStatusCode.Forbidden)]
    public async Task MD_03_Bootstrap_WithoutTheHeaderOrThroughAProxy_IsRefused(string? flavor, string? forwarded, HttpStatusCode expected)
    {
        using var guest = await TestGuest.RegisterAsync(fixture);
        using var http = TestGuest.Connect(fixture.Metadata, guest.Address, 0);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/fleet/v1/bootstrap");
        if (flavor is not null)
            request.Headers.Add("Metadata-Flavor", flavor);
        if (forwarded is not null)
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);
        using var answer = await http.SendAsync(request, Ct);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Join_FromAnUnprivilegedPort_IsRefused()
    {
        using var guest = await TestGuest.RegisterAsync(fixture);
        using var answer = await guest.Http.PostAsync(new Uri("/fleet/v1/join", UriKind.Relative), null, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Join_TwiceWithin30Seconds_Is429AndAfterEnrolment409()
    {
        using var guest = await TestGuest.RegisterAsync(fixture);
        var secret = await guest.JoinAsync();
        using var again = await guest.PostJoinAsync(611);
        Assert.Equal(HttpStatusCode.TooManyRequests, again.StatusCode);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var enrolled = await guest.EnrollAsync(key, secret, Guid.CreateVersion7());
        Assert.Equal(HttpStatusCode.OK, enrolled.StatusCode);
        using var late = await guest.PostJoinAsync(612);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task HB_01_Enroll_FiftyAtOnceWithOneSecret_MakesOneAgent()
    {
        using var guest = await TestGuest.RegisterAsync(fixture);
        var secret = await guest.JoinAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var answer = await guest.EnrollAsync(key, secret, Guid.CreateVersion7());
            return answer.StatusCode;
        }));
        Assert.Single(answers, HttpStatusCode.OK);
        Assert.Equal(49, answers.Count(a => a == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Enroll_RepeatedAfterALostAnswer_GivesTheSameAgent()
    {
        using var guest = await TestGuest.RegisterAsync(fixture);
        var secret = await guest.JoinAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var enrollment = Guid.CreateVersion7();
        using var first = await guest.EnrollAsync(key, secret, enrollment);
        using var second = await guest.EnrollAsync(key, secret, enrollment);
        using var other = await guest.EnrollAsync(key, secret, Guid.CreateVersion7());
        Assert.Equal(await first.Content.ReadAsStringAsync(Ct), await second.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    [Fact]
    public async Task Enroll_WithAnUnknownSecret_IsTheSameRefusal()
    {
        using var guest = await TestGuest.RegisterAsync(fixture);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var answer = await guest.EnrollAsync(key, "fje_" + new string('A', 43), Guid.CreateVersion7());
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var problem = (await answer.Content.ReadFromJsonAsync(ContractsJson.Default.FleetProblem, Ct))!;
        Assert.Equal("auth.required", problem.Code);
    }

    [Theory]
    [InlineData("enroll", "", null)]
    [InlineData("enroll", "{", null)]
    [InlineData("enroll", "null", "")]
    [InlineData("enroll", "{}", "/joinSecret")]
    [InlineData("enroll", "{}", "/enrollmentId")]
    [InlineData("enroll", """{"joinSecret":"x","publicKey":null,"enrollmentId":"018f4e2a-0000-7000-8000-000000000000","nonce":"x","signature":"x"}""", "/publicKey")]
    [InlineData("enroll", """{"joinSecret":"x","publicKey":"x","enrollmentId":"nonsense","nonce":"x","signature":"x"}""", "/enrollmentId")]
    [InlineData("token", "[]", "")]
    [InlineData("token", "{}", "/agent")]
    [InlineData("token", """{"agent":"018f4e2a-0000-7000-8000-000000000000","nonce":null,"signature":null}""", "/nonce")]
    [InlineData("token", """{"agent":7,"nonce":"x","signature":"x"}""", "/agent")]
    public async Task Proof_WithAFieldThatIsMissingNullOrOfAnotherKind_Is400AndNamesIt(string route, string body, string? pointer)
    {
        using var http = new HttpClient { BaseAddress = fixture.Fleetd.Public };
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await Answer.ReadAsync(await http.PostAsync(new Uri("/agent/v1/" + route, UriKind.Relative), content, Ct));
        answer.IsProblem(HttpStatusCode.BadRequest, pointer);
    }

    [Theory]
    [InlineData("enroll")]
    [InlineData("token")]
    public async Task Proof_LargerThan4096BytesOrNoJson_IsRefused(string route)
    {
        using var http = new HttpClient { BaseAddress = fixture.Fleetd.Public };
        using var large = new StringContent($"{{\"nonce\":\"{new string('x', 5000)}\"}}", System.Text.Encoding.UTF8, "application/json");
        (await Answer.ReadAsync(await http.PostAsync(new Uri("/agent/v1/" + route, UriKind.Relative), large, Ct))).IsProblem(HttpStatusCode.RequestEntityTooLarge);
        using var text = new StringContent("{}");
        (await Answer.ReadAsync(await http.PostAsync(new Uri("/agent/v1/" + route, UriKind.Relative), text, Ct))).IsProblem(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task HB_05_Token_RefusedAHundredTimes_Is429ForThatAddressOnAllThreeRoutes()
    {
        using var guesser = TestGuest.Connect(fixture.Fleetd.Public, "127.0.9.1", 0);
        using var other = TestGuest.Connect(fixture.Fleetd.Public, "127.0.9.2", 0);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 130; i++)
            answers.Add((await GuessAsync(guesser)).StatusCode);
        Assert.InRange(answers.Count(a => a == HttpStatusCode.Unauthorized), 100, 125);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], answers.Distinct());

        // One limiter for the three, and before anything is read. A refill may let one through.
        using var late = await GuessAsync(guesser);
        using var text = new StringContent("{");
        using var malformed = await guesser.PostAsync(new Uri("/agent/v1/enroll", UriKind.Relative), text, Ct);
        Assert.Contains(HttpStatusCode.TooManyRequests, new[] { late.StatusCode, malformed.StatusCode });
        using var elsewhere = await GuessAsync(other);
        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);

        static Task<HttpResponseMessage> GuessAsync(HttpClient http) => http.PostAsJsonAsync("/agent/v1/token",
            new TokenRequest { Agent = AgentId.New(), Nonce = new('A', 43), Signature = "AAAA" }, ContractsJson.Default.TokenRequest, Ct);
    }

    [Fact]
    public async Task Token_WithAnotherKeyOrAUsedNonce_IsRefused()
    {
        using var guest = await TestGuest.RegisterAsync(fixture);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var enrolled = await guest.EnrollAsync(key, await guest.JoinAsync(), Guid.CreateVersion7());
        var agent = (await enrolled.Content.ReadFromJsonAsync(ContractsJson.Default.EnrollReply, Ct))!.Agent;
        using var forged = await guest.TokenAsync(stranger, agent);
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);

        var nonce = await guest.NonceAsync();
        var proof = new TokenRequest { Agent = agent, Nonce = nonce, Signature = Convert.ToBase64String(key.SignData(AgentProof.Token(nonce, agent), HashAlgorithmName.SHA256)) };
        using var first = await guest.Public.PostAsJsonAsync("/agent/v1/token", proof, ContractsJson.Default.TokenRequest, Ct);
        using var replay = await guest.Public.PostAsJsonAsync("/agent/v1/token", proof, ContractsJson.Default.TokenRequest, Ct);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, replay.StatusCode);
    }

    [Fact]
    public async Task HB_15_AnAgentsToken_OpensItsOwnRoutesAlone()
    {
        using var guest = await TestGuest.RegisterAsync(fixture);
        guest.Public.DefaultRequestHeaders.Authorization = new("Bearer", await guest.BecomeAgentAsync());
        Assert.Equal(HttpStatusCode.OK, (await guest.Public.GetAsync(new Uri("/agent/v1/document", UriKind.Relative), Ct)).StatusCode);
        foreach (var path in new[] { "/api/v1/projects", "/api/v1/projects/default/instances", "/api/v1/auditEvents", "/openapi/v1.json" })
            Assert.Equal(HttpStatusCode.Forbidden, (await guest.Public.GetAsync(new Uri(path, UriKind.Relative), Ct)).StatusCode);
    }

    [Fact]
    public async Task HB_16_AnOperatorsToken_DoesNotOpenTheAgentsRoutes()
    {
        using var http = new HttpClient { BaseAddress = fixture.Fleetd.Public };
        http.DefaultRequestHeaders.Authorization = new("Bearer", fixture.Fleetd.AdminToken);
        foreach (var path in new[] { "/agent/v1/document", "/agent/v1/user-data", "/hubs/agent" })
            Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(new Uri(path, UriKind.Relative), Ct)).StatusCode);
    }

    [Fact]
    public async Task Https_WithFleetsCa_HasAChainAndTheName()
    {
        using var guest = await TestGuest.RegisterAsync(fixture);
        var document = (await guest.Http.GetFromJsonAsync("/fleet/v1/bootstrap", ContractsJson.Default.BootstrapDocument, Ct))!;
        using var ca = X509Certificate2.CreateFromPem(document.CaCertificate);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { ca } };
        using var http = new HttpClient(handler) { BaseAddress = new(document.Server) };
        using var answer = await http.GetAsync(new Uri("/agent/v1/nonce", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
