using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Hosting;

/// <summary>What each door lets in, without a credential and with the wrong one.</summary>
public sealed class DoorsTests(FleetdFixture fixture) : IClassFixture<FleetdFixture>, IDisposable
{
    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RA_01_AnonymousSweep_OnlyTheDeclaredRoutesAnswer()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Fleetd.Public, "/openapi/v1.json"));
        request.Headers.Authorization = new("Bearer", fixture.Fleetd.AdminToken);
        var document = await (await http.SendAsync(request, Ct)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>(Ct);
        var open = new HashSet<string> { "GET /agent/v1/nonce", "POST /agent/v1/enroll", "POST /agent/v1/token" };
        var routes = 0;
        foreach (var (path, item) in document!["paths"]!.AsObject())
            foreach (var (method, _) in item!.AsObject())
            {
                routes++;
                using var anonymous = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), new Uri(fixture.Fleetd.Public, path.Replace('{', 'x').Replace('}', 'x')));
                if (method != "get")
                    anonymous.Content = JsonContent.Create(new { });
                using var answer = await http.SendAsync(anonymous, Ct);
                if (!open.Contains($"{method.ToUpperInvariant()} {path}"))
                    Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {answer.StatusCode} to nobody");
            }

        Assert.True(routes > 20, $"only {routes} routes are described");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/_blazor")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/hubs/agent")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/api/v1/projects")]
    public async Task RA_01_Anonymous_IsRefused(string path)
    {
        using var answer = await http.GetAsync(new Uri(fixture.Fleetd.Public, path), Ct);
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.Forbidden });
    }

    [Fact]
    public async Task Page_WithoutASession_IsAPage()
    {
        using var answer = await http.GetAsync(fixture.Fleetd.Public, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/computeMetadata/v1/")]
    [InlineData("/fleet/v1/bootstrap")]
    public async Task OtherListenersRoutes_OnThePublicOne_DoNotExist(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Fleetd.Public, path));
        request.Headers.Authorization = new("Bearer", fixture.Fleetd.AdminToken);
        using var answer = await http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/projects")]
    [InlineData("/hubs/agent")]
    [InlineData("/agent/v1/nonce")]
    [InlineData("/sign-in/x")]
    [InlineData("/")]
    [InlineData("/_content/Fleet.Dashboard/fleet.css")]
    public async Task PublicRoutes_OnTheMetadataListener_DoNotExist(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Metadata, path));
        request.Headers.Authorization = new("Bearer", fixture.Fleetd.AdminToken);
        using var answer = await http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task RA_08_ASessionsCookie_OpensPagesAndNotTheApi()
    {
        var link = (await Shell.RunAsync(FleetdProcess.Binary,
            ["admin", "sign-in-link", "--Database:DataDirectory", fixture.Fleetd.DataDirectory, "--Listen:Public:0", fixture.Fleetd.Public.ToString().TrimEnd('/')])).Trim();
        using var form = new FormUrlEncodedContent([new("link", link[(link.LastIndexOf('/') + 1)..])]);
        using var opened = await http.PostAsync(new Uri(fixture.Fleetd.Public, "/sign-in"), form, Ct);
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        var cookie = Assert.Single(opened.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        using var second = await http.PostAsync(new Uri(fixture.Fleetd.Public, "/sign-in"), form, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);

        var pair = cookie.Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/", pair)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("/api/v1/projects", pair)).StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("https://127.0.0.1")]
    public async Task RA_09_ACircuitFromAnotherOrigin_IsRefused(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(fixture.Fleetd.Public, "/_blazor/negotiate?negotiateVersion=1"));
        request.Headers.Add("Origin", origin);
        using var answer = await http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Fleetd.Public, path));
        request.Headers.Add("Cookie", cookie);
        return await http.SendAsync(request, Ct);
    }

    public void Dispose() => http.Dispose();
}
