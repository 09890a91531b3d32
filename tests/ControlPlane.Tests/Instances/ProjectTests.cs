using System.Net;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Instances;

public sealed class ProjectTests(TestPostgres postgres)
{
    [Fact]
    public async Task Lifecycle_OfAProject_IsAsTheContractSays()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var made = await api.PostAsync("projects", "{\"name\":\"shop\",\"displayName\":\"The shop\"}");
        Assert.Equal((HttpStatusCode.Created, "/api/v1/projects/shop", "\"1\""), (made.Status, made.Location, made.Etag));
        (await api.PostAsync("projects", "{\"name\":\"shop\"}")).IsProblem(HttpStatusCode.Conflict, code: "project.exists");
        (await api.PostAsync("projects", "{\"name\":\"abcdefabcdefabcdefabcdefabcdefab\"}")).IsProblem(HttpStatusCode.BadRequest, "/name", "name.uuid");
        (await api.PatchAsync("projects/shop", "{\"displayName\":\"x\"}", null)).IsProblem(HttpStatusCode.PreconditionRequired);
        (await api.PatchAsync("projects/shop", "{\"name\":\"x\"}", "*")).IsProblem(HttpStatusCode.BadRequest, "/name");
        (await api.PatchAsync("projects/shop", "{\"metadataRevision\":7}", "*")).IsProblem(HttpStatusCode.BadRequest, "/metadataRevision");
        var renamed = await api.PatchAsync("projects/shop", "{\"displayName\":null}", made.Etag);
        Assert.Equal((HttpStatusCode.OK, "\"2\"", null), (renamed.Status, renamed.Etag, renamed["displayName"]));
        (await api.PatchAsync("projects/shop", "{\"displayName\":\"x\"}", made.Etag)).IsProblem(HttpStatusCode.PreconditionFailed);

        await api.PostAsync("projects/shop/instances", "{\"name\":\"web\"}");
        await api.PostAsync("projects/shop/sshKeys", TestSshKeys.Body());
        (await api.DeleteAsync("projects/shop", "*")).IsProblem(HttpStatusCode.Conflict, code: "project.notEmpty");
        await api.DeleteAsync("projects/shop/instances/web", "*");
        (await api.DeleteAsync("projects/shop")).IsProblem(HttpStatusCode.PreconditionRequired);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync("projects/shop", "\"2\"")).Status);
        (await api.GetAsync("projects/shop")).IsProblem(HttpStatusCode.NotFound);
        (await api.PostAsync("projects/shop/instances", "{\"name\":\"web\"}")).IsProblem(HttpStatusCode.NotFound);
        (await api.DeleteAsync("projects/default", "*")).IsProblem(HttpStatusCode.Conflict, code: "project.default");
        Assert.Equal(0L, await api.ScalarAsync<long>("SELECT count(*) FROM key_sets"));
    }

    [Fact]
    public async Task List_ByPages_HasEveryProjectOnce()
    {
        await using var api = await TestApi.StartAsync(postgres);
        foreach (var name in new[] { "a", "b", "c", "d" })
            await api.PostAsync("projects", $"{{\"name\":\"{name}\"}}");
        var first = await api.GetAsync("projects?pageSize=3");
        var second = await api.GetAsync($"projects?pageSize=3&pageToken={first["nextPageToken"]}");
        Assert.Equal("a b c default d", string.Join(' ', new[] { first, second }.SelectMany(p => p.Json.GetProperty("projects").EnumerateArray()).Select(p => p.GetProperty("name"))).Replace("d default", "default d", StringComparison.Ordinal));
        Assert.Null(second["nextPageToken"]);
        (await api.GetAsync($"auditEvents?pageToken={first["nextPageToken"]}")).IsProblem(HttpStatusCode.BadRequest, "pageToken");
    }

    [Fact]
    public async Task AuditEvents_ByPages_AreNewestFirst()
    {
        await using var api = await TestApi.StartAsync(postgres);
        foreach (var name in new[] { "a", "b", "c" })
            await api.PostAsync("projects", $"{{\"name\":\"{name}\"}}");
        var first = await api.GetAsync("auditEvents?pageSize=2");
        var second = await api.GetAsync($"auditEvents?pageSize=2&pageToken={first["nextPageToken"]}");
        var names = new[] { first, second }.SelectMany(p => p.Json.GetProperty("auditEvents").EnumerateArray()).Select(e => e.GetProperty("detail").GetProperty("name").GetString());
        Assert.Equal(["c", "b", "a"], names);
        Assert.Equal("token:test", first.Json.GetProperty("auditEvents")[0].GetProperty("actor").GetString());
    }
}
