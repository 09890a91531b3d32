using System.Net;
using Fleet.Client;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Microsoft.AspNetCore.Http;
using static Fleet.Dashboard.Tests.Samples;

namespace Fleet.Dashboard.Tests.Client;

public sealed class FleetClientTests : IAsyncLifetime
{
    private const string Instances = "/api/v1/projects/default/instances";
    private static readonly ContractsJson Json = ContractsJson.Default;
    private ScriptedServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await ScriptedServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task GetInstance_OverUnixSocket_ReadsItAndSendsTheToken()
    {
        var web1 = Instance("web-1", ProvisioningState.Provisioned);
        server.On($"GET {Instances}/web-1", web1, Json.Instance);

        var read = await server.Client.GetInstanceAsync("default", "web-1", Cancel);

        Assert.Equal((web1.Id, ProvisioningState.Provisioned, "\"7\""), (read.Id, read.Provisioning.State, read.Etag));
        Assert.Equal("Bearer flt_secret", server.Requests.Single().Headers.Authorization);
    }

    [Fact]
    public async Task GetInstance_ProblemDocument_IsTheException()
    {
        server.OnProblem($"GET {Instances}/web-9", new FleetProblem { Status = 404, Code = "instance.notFound", Detail = "no instance web-9" });

        var refused = await Assert.ThrowsAsync<FleetApiException>(() => server.Client.GetInstanceAsync("default", "web-9", Cancel));

        Assert.Equal((HttpStatusCode.NotFound, "instance.notFound"), (refused.Status, refused.Code));
        Assert.Equal($"GET {Instances}/web-9: 404 instance.notFound: no instance web-9", refused.Message);
        Assert.DoesNotContain("flt_secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetInstance_ProxysPage_StatusIsTheCode()
    {
        server.On($"GET {Instances}/web-1", context =>
        {
            context.Response.StatusCode = 502;
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<h1>Bad gateway</h1>");
        });

        var refused = await Assert.ThrowsAsync<FleetApiException>(() => server.Client.GetInstanceAsync("default", "web-1", Cancel));

        Assert.Equal("http.502", refused.Code);
        Assert.Null(refused.Problem);
    }

    [Fact]
    public async Task GetInstance_UnreadableAnswer_IsRefusedWithItsCause()
    {
        server.On($"GET {Instances}/web-1", context => context.Response.WriteAsync("<html>"));

        var refused = await Assert.ThrowsAsync<FleetApiException>(() => server.Client.GetInstanceAsync("default", "web-1", Cancel));

        Assert.IsType<System.Text.Json.JsonException>(refused.InnerException);
    }

    [Fact]
    public async Task CreateInstance_EachCall_HasItsIdempotencyKey()
    {
        server.On($"POST {Instances}", Instance("web-1", ProvisioningState.Pending), Json.Instance);

        await server.Client.CreateInstanceAsync("default", new CreateInstance { Name = "web-1" }, null, Cancel);
        await server.Client.CreateInstanceAsync("default", new CreateInstance { Name = "web-1" }, "mine", Cancel);

        Assert.Equal(7, Guid.Parse(server.Requests[0].Headers["Idempotency-Key"]!).Version);
        Assert.Equal("mine", server.Requests[1].Headers["Idempotency-Key"]);
        Assert.Equal("""{"name":"web-1"}""", server.Requests[0].Body);
    }

    [Fact]
    public async Task UpdateInstance_IfMatchAndCleared_AreSentAsMergePatch()
    {
        server.On($"PATCH {Instances}/web-1", Instance("web-1", ProvisioningState.Pending), Json.Instance);

        await server.Client.UpdateInstanceAsync("default", "web-1", new UpdateInstance { Image = "debian-13" }, ["zone"], "\"7\"", Cancel);

        var request = server.Requests.Single();
        Assert.Equal(("\"7\"", """{"image":"debian-13","zone":null}"""), (request.Headers.IfMatch.ToString(), request.Body));
        Assert.StartsWith("application/merge-patch+json", request.Headers.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PatchInstanceMetadata_NullRemoves_AndTheTagComesBack()
    {
        server.On($"PATCH {Instances}/web-1/metadata", new Dictionary<string, string> { ["a"] = "1" }, Json.DictionaryStringString, "\"0000000100000002\"");

        var patched = await server.Client.PatchInstanceMetadataAsync("default", "web-1", new() { ["a"] = "1", ["b"] = null }, "\"0000000100000001\"", Cancel);

        Assert.Equal(("\"0000000100000002\"", "1"), (patched.Etag, patched.Value["a"]));
        Assert.Equal("""{"a":"1","b":null}""", server.Requests.Single().Body);
    }

    [Fact]
    public async Task EnumerateInstances_Pages_FollowTheTokenUnchanged()
    {
        server.On($"GET {Instances}", context =>
        {
            var last = context.Request.Query["pageToken"] == "a b/+=";
            var page = new InstanceList([Instance(last ? "web-2" : "web-1", ProvisioningState.Pending)], last ? null : "a b/+=");
            return context.Response.WriteAsync(System.Text.Json.JsonSerializer.Serialize(page, Json.InstanceList));
        });

        var names = new List<string>();
        await foreach (var instance in server.Client.EnumerateInstancesAsync("default", new ListOptions { PageSize = 1, Filter = "state:failed" }, Cancel))
            names.Add(instance.Name);

        Assert.Equal(["web-1", "web-2"], names);
        Assert.Equal($"{Instances}?filter=state%3Afailed&pageSize=1&pageToken=a%20b%2F%2B%3D", server.Requests[1].Target);
    }

    [Fact]
    public async Task GetInstance_NameWithSlash_StaysOneSegment()
    {
        await Assert.ThrowsAsync<FleetApiException>(() => server.Client.GetInstanceAsync("default", "../x?y", Cancel));

        Assert.Equal($"{Instances}/..%2Fx%3Fy", server.Requests.Single().Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task GetInstance_NameThatWouldFold_IsRefusedHere(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => server.Client.GetInstanceAsync("default", name, Cancel));

    [Fact]
    public async Task Delete_NoContent_IsFine()
    {
        server.On($"DELETE {Instances}/web-1", context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });

        await server.Client.DeleteInstanceAsync("default", "web-1", "\"7\"", Cancel);

        Assert.Equal("\"7\"", server.Requests.Single().Headers.IfMatch);
    }

    [Fact]
    public async Task Wait_Held_AnswersTheInstanceWithoutIdempotencyKey()
    {
        server.On($"POST {Instances}/web-1:wait", Instance("web-1", ProvisioningState.Provisioned), Json.Instance);

        var waited = await server.Client.WaitAsync("default", "web-1", new WaitRequest { For = "provisioned", TimeoutSeconds = 5 }, Cancel);

        Assert.Equal(ProvisioningState.Provisioned, waited.Provisioning.State);
        Assert.False(server.Requests.Single().Headers.ContainsKey("Idempotency-Key"));
    }

    [Fact]
    public async Task GetInstance_Cancelled_Stops()
    {
        server.On($"GET {Instances}/web-1", context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        soon.CancelAfter(100);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Client.GetInstanceAsync("default", "web-1", soon.Token));
    }
}
