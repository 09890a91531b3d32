using System.Net;
using System.Text;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Metadata.Dialects;

/// <summary>What stock clients ask of Google's metadata server, and what they must get (dialects.md 4.1, clients.md 0, 2.2 and 3).</summary>
public sealed class GceTranscriptTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Root = "/computeMetadata/v1/";
    private string database = string.Empty;
    private ProjectId project;
    private InstanceId instance;
    private MetadataNode node = null!;
    private HttpClient guest = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        project = await MetadataSeed.ProjectAsync(database);
        instance = await MetadataSeed.InstanceAsync(database, project, address: "127.0.0.1", userData: "#cloud-config\n{}\n"u8.ToArray());
        node = await MetadataNode.StartAsync(database);
        guest = node.Guest();
    }

    public async ValueTask DisposeAsync()
    {
        guest.Dispose();
        await node.DisposeAsync();
    }

    [Fact]
    public async Task Get_Recursive_IsTheDocumentThatGooglesAgentParses()
    {
        await node.Writes.SetAsync(project, instance, "enable-diagnostics", "TRUE");
        await node.Writes.SetAsync(project, instance, "ssh-keys", "root:ssh-rsa AAAA own\n");
        await node.Writes.SetAsync(project, null, "startup-script", "#!/bin/sh\necho \"+1\"\n");
        await node.Writes.PushKeyAsync(project, instance, "alice");
        await node.Writes.PushKeyAsync(project, instance, "bob", new DateTimeOffset(2037, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await node.Writes.PushKeyAsync(project, null, "carol");

        var (response, body) = await GetAsync("/computeMetadata/v1//?recursive=true&alt=json&last_etag=NONE");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        var number = JsonDocument.Parse(body).RootElement.GetProperty("project").GetProperty("numericProjectId").GetInt64();
        var name = JsonDocument.Parse(body).RootElement.GetProperty("project").GetProperty("projectId").GetString();
        const string Expected = """
            {"instance":{"attributes":{"enable-diagnostics":"TRUE",
            "ssh-keys":"root:ssh-rsa AAAA own\nalice:ssh-ed25519 BLOB alice-laptop\nbob:ssh-ed25519 BLOB google-ssh {\"userName\":\"bob\",\"expireOn\":\"2037-01-01T00:00:00+0000\"}",
            "user-data":"#cloud-config\n{}\n"},
            "hostname":"web-1.eu-west1-b.c.PROJECT.internal","id":1,"image":"debian-12","machineType":"projects/NUMBER/machineTypes/n1-standard-1","name":"web-1",
            "networkInterfaces":[{"accessConfigs":[],"forwardedIps":[],"forwardedIpv6s":[],"ip":"127.0.0.1","ipAliases":[],"mac":"52:54:00:12:34:56","targetInstanceIps":[]}],
            "tags":[],"zone":"projects/NUMBER/zones/eu-west1-b"},
            "project":{"attributes":{"ssh-keys":"carol:ssh-ed25519 BLOB carol-laptop","startup-script":"#!/bin/sh\necho \"+1\"\n"},"numericProjectId":NUMBER,"projectId":"PROJECT"}}
            """;
        Assert.Equal(Expected.ReplaceLineEndings(string.Empty),
            body.Replace($"{number}", "NUMBER", StringComparison.Ordinal).Replace(name!, "PROJECT", StringComparison.Ordinal).Replace(MetadataWrites.KeyBlob, "BLOB", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("instance/name", "web-1")]
    [InlineData("instance/id", "1")]
    [InlineData("instance/", "attributes/\nhostname\nid\nimage\nmachine-type\nname\nnetwork-interfaces/\ntags\nzone\n")]
    [InlineData("", "instance/\nproject/\n")]
    [InlineData("instance/network-interfaces/", "0/\n")]
    [InlineData("instance/network-interfaces/0/", "access-configs/\nforwarded-ips/\nforwarded-ipv6s/\nip\nip-aliases/\nmac\ntarget-instance-ips\n")]
    [InlineData("instance/network-interfaces/0/mac", "52:54:00:12:34:56")]
    [InlineData("instance/network-interfaces/?recursive=true&alt=text", "0/ip 127.0.0.1\n0/mac 52:54:00:12:34:56\n0/target-instance-ips \n")]
    [InlineData("instance/attributes/", "user-data\n")]
    [InlineData("instance/attributes/user-data", "#cloud-config\n{}\n")]
    [InlineData("instance/attributes/?recursive=True", """{"user-data":"#cloud-config\n{}\n"}""")]
    [InlineData("instance/name?alt=json", "\"web-1\"")]
    [InlineData("instance/id?alt=json", "1")]
    [InlineData("project/attributes/?recursive=true&alt=json&timeout_sec=10&last_etag=NONE", "{}")]
    public async Task Get_Path_IsAnsweredInItsForm(string path, string expected)
    {
        var (response, body) = await GetAsync(Root + path);
        Assert.Equal((HttpStatusCode.OK, expected), (response.StatusCode, body));
        Assert.Equal(Encoding.UTF8.GetByteCount(expected), response.Content.Headers.ContentLength);
        Assert.Equal(["Google"], response.Headers.GetValues("Metadata-Flavor"));
        Assert.Equal("Metadata Server for VM", response.Headers.Server.ToString());
        Assert.Equal(["0"], response.Headers.GetValues("X-XSS-Protection"));
        Assert.Equal(["SAMEORIGIN"], response.Headers.GetValues("X-Frame-Options"));
        Assert.Matches("^[0-9a-f]{16}\\z", Assert.Single(response.Headers.NonValidated["ETag"]));
        Assert.Equal(expected[0] is '{' or '"' || path == "instance/id?alt=json" ? "application/json" : "application/text", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/computeMetadata/v1", "/computeMetadata/v1/")]
    [InlineData("/computeMetadata/v1/instance", "/computeMetadata/v1/instance/")]
    [InlineData("/computeMetadata/v1/instance/attributes?recursive=true", "/computeMetadata/v1/instance/attributes/?recursive=true")]
    [InlineData("/computeMetadata/v1/instance/network-interfaces/0?wait_for_change=true", "/computeMetadata/v1/instance/network-interfaces/0/?wait_for_change=true")]
    public async Task Get_DirectoryWithoutSlash_MovesThere(string path, string there)
    {
        var (response, body) = await GetAsync(path);
        Assert.Equal((HttpStatusCode.MovedPermanently, new Uri(node.Url, there)), (response.StatusCode, response.Headers.Location));
        Assert.Equal(there.Split('?')[0] + "\n", body);
    }

    [Theory]
    [InlineData("instance/nothing")]
    [InlineData("instance/name/")]
    [InlineData("instance/attributes/none")]
    [InlineData("instance/attributes/none?wait_for_change=true")]
    [InlineData("instance/attributes/user-data/x")]
    [InlineData("instance/network-interfaces/1/")]
    [InlineData("instance/virtual-clock/drift-token")]
    [InlineData("instance/guest-attributes/hostkeys/ssh-rsa")]
    [InlineData("Instance/name")]
    [InlineData("..%2f..%2fetc/passwd")]
    [InlineData("../v2/instance/name")]
    public async Task Get_UnknownKey_Is404AtOnceAndNotJson(string path)
    {
        var (response, body) = await GetAsync(Root + path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        GceErrors.AssertNotJson(response, body);
    }

    [Fact]
    public async Task MD_01_MD_02_Get_WithoutTheExactHeader_IsForbiddenAndTellsNothing()
    {
        foreach (var flavors in new string[][] { [], [""], ["google"], ["Google, x"], ["Google", "Google"], ["Google "], ["Fleet"] })
        {
            using var client = new HttpClient { BaseAddress = node.Url };
            using var request = new HttpRequestMessage(HttpMethod.Get, Root + "instance/id");
            request.Headers.TryAddWithoutValidation("Metadata-Flavor", flavors);
            using var response = await client.SendAsync(request, Token);
            var body = await response.Content.ReadAsStringAsync(Token);
            // Trailing blanks are no part of a header's value (RFC 9110 section 5.5).
            Assert.Equal(flavors is ["Google "] ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Equal(["Google"], response.Headers.GetValues("Metadata-Flavor"));
            if (response.StatusCode == HttpStatusCode.Forbidden)
                GceErrors.AssertNotJson(response, body);
        }
    }

    [Theory]
    [InlineData("1.2.3.4")]
    [InlineData("")]
    public async Task MD_03_Get_ThroughAProxy_IsForbidden(string forwarded)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Root + "instance/id");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);
        using var response = await guest.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        GceErrors.AssertNotJson(response, await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("timeout_sec=-1")]
    [InlineData("timeout_sec=abc")]
    [InlineData("timeout_sec=")]
    [InlineData("timeout_sec=%2B5")]
    [InlineData("timeout_sec=%2060")]
    [InlineData("timeout_sec=1e3")]
    [InlineData("timeout_sec=%D9%A6%D9%A0")]
    [InlineData("timeout_sec=1&timeout_sec=2")]
    [InlineData("wait_for_change=maybe")]
    [InlineData("recursive=2")]
    [InlineData("alt=yaml")]
    [InlineData("last_etag=11111111111111111111111111111111111111111111111111111111111111111")]
    public async Task MD_18_Get_MalformedQuery_Is400AndNotJson(string query)
    {
        var (response, body) = await GetAsync($"{Root}?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        GceErrors.AssertNotJson(response, body);
    }

    [Fact]
    public async Task MD_18_Get_HugeTokenOrManyWaits_IsRefused()
    {
        var (response, body) = await GetAsync($"{Root}?last_etag={new string('a', 7000)}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        GceErrors.AssertNotJson(response, body);

        var waits = Enumerable.Range(0, 80).Select(_ => GetAsync($"{Root}?recursive=true&wait_for_change=true")).ToList();
        var refused = await Task.WhenAny(waits).WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await refused).Response.StatusCode);
        GceErrors.AssertNotJson((await refused).Response, (await refused).Body);
        await Task.Delay(500, Token);
        await node.Writes.SetAsync(project, null, "a", "1");
        var all = await Task.WhenAll(waits).WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Equal((64, 16), (all.Count(a => a.Response.StatusCode == HttpStatusCode.OK), all.Count(a => a.Response.StatusCode == HttpStatusCode.TooManyRequests)));
    }

    [Fact]
    public async Task MD_19_Get_Recursive_ShowsNothingThatASingleReadDenies()
    {
        await node.Writes.SetAsync(project, instance, "a", "1");
        await node.Writes.PushKeyAsync(project, null, "alice");
        var (_, body) = await GetAsync($"{Root}?recursive=true&alt=text");
        foreach (var line in body.Split('\n').Where(l => l.StartsWith("instance/", StringComparison.Ordinal) || l.StartsWith("project/", StringComparison.Ordinal)))
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(Root + line.Split(' ')[0])).Response.StatusCode);
    }

    [Fact]
    public async Task MD_20_Get_ValueWithLineBreaks_StaysInTheBody()
    {
        await node.Writes.SetAsync(project, instance, "x", "a\r\nSet-Cookie: b");
        var (response, body) = await GetAsync(Root + "instance/attributes/x");
        Assert.Equal("a\r\nSet-Cookie: b", body);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Equal("""{"user-data":"#cloud-config\n{}\n","x":"a\r\nSet-Cookie: b"}""", (await GetAsync(Root + "instance/attributes/?recursive=true")).Body);
    }

    [Theory]
    [InlineData("POST", "instance/attributes/x")]
    [InlineData("DELETE", "instance/attributes/x")]
    [InlineData("PUT", "instance/attributes/x")]
    [InlineData("PUT", "instance/guest-attributes/other/x")]
    public async Task Send_OtherMethod_Is405AndNotJson(string method, string path)
    {
        using var response = await guest.SendAsync(new(new(method), Root + path) { Content = new StringContent("x") }, Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        GceErrors.AssertNotJson(response, await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("hostkeys/ssh-ed25519")]
    [InlineData("guest-agent/sshable")]
    public async Task Put_GuestAttribute_IsTakenWithALengthAndWakesNobody(string key)
    {
        var before = (await GetAsync(Root)).Response.Headers.NonValidated["ETag"].ToString();
        using var response = await guest.PutAsync(new Uri(Root + "instance/guest-attributes/" + key, UriKind.Relative), new StringContent("AAAA"), Token);
        Assert.Equal((HttpStatusCode.OK, 0L), (response.StatusCode, response.Content.Headers.ContentLength));
        Assert.Equal(before, (await GetAsync(Root)).Response.Headers.NonValidated["ETag"].ToString());
    }

    [Fact]
    public async Task Head_Path_HasTheHeadersOfGet()
    {
        using var response = await guest.SendAsync(new(HttpMethod.Head, Root + "instance/name"), Token);
        Assert.Equal((HttpStatusCode.OK, 5L), (response.StatusCode, response.Content.Headers.ContentLength));
    }

    private async Task<(HttpResponseMessage Response, string Body)> GetAsync(string path)
    {
        var response = await guest.GetAsync(new Uri(node.Url.ToString().TrimEnd('/') + path), Token);
        return (response, await response.Content.ReadAsStringAsync(Token));
    }
}
