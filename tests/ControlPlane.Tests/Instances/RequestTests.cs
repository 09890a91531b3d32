using System.Net;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Instances;

/// <summary>What a body may be, before anybody looks at what it says.</summary>
public sealed class RequestTests(TestPostgres postgres)
{
    private const string Instances = "projects/default/instances";

    [Fact]
    public async Task PA_16_Post_WhatIsNoStrictJson_IsRefusedWithItsPlace()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var before = await api.RowCountsAsync();
        foreach (var (body, pointer) in new[]
        {
            ("", ""), ("{", ""), ("{\"name\":\"a\"} x", ""), ("{\"name\":\"a\",}", ""), ("\uFEFF{\"name\":\"a\"}", ""), ("{\"name\":1e400}", "/name"),
            ("[]", ""), ("null", ""), ("{\"name\":\"a\",\"name\":\"b\"}", "/name"), ("{\"sshKeys\":[{\"user\":\"a\",\"user\":\"root\"}]}", "/sshKeys/0/user"),
            ("{\"name\":\"a\\ud800\"}", "/name"), ("{\"zone\":\"a\\u0000b\"}", "/zone"), ("{\"nope\":1}", "/nope"), ("{\"sshKeys\":[{\"usr\":\"a\"}]}", "/sshKeys/0/usr"),
            ("{\"sshKeys\":{}}", "/sshKeys"), ("{\"sshKeys\":[null]}", "/sshKeys/0"), ("{\"addresses\":[1]}", "/addresses/0"), ("{\"labels\":{\"a/b\":1}}", "/labels/a~1b"),
            ("{\"sshKeys\":[{\"expiresAt\":\"2030-01-01\"}]}", "/sshKeys/0/expiresAt"), ("{\"sshKeys\":[{\"expiresAt\":\"2030-01-01T00:00:00\"}]}", "/sshKeys/0/expiresAt"),
        })
        {
            (await api.PostAsync(Instances, body)).IsProblem(HttpStatusCode.BadRequest, pointer);
        }

        Assert.Equal(before, await api.RowCountsAsync());
    }

    [Fact]
    public async Task RA_17_Post_NestedDeeperThan64_Is400AndNeverACrash()
    {
        await using var api = await TestApi.StartAsync(postgres);
        foreach (var depth in new[] { 64, 70, 71, 72, 73, 100, 100_000 })
            (await api.PostAsync(Instances, $"{{\"labels\":{new string('[', depth)}{new string(']', depth)}}}")).IsProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task RA_17_Post_LargerThanTheRoutesLimit_Is413()
    {
        await using var api = await TestApi.StartAsync(postgres);
        (await api.PostAsync("projects", $"{{\"name\":\"{new string('a', 20_000)}\"}}")).IsProblem(HttpStatusCode.RequestEntityTooLarge);
        using var endless = new HttpRequestMessage(HttpMethod.Post, "/api/v1/projects") { Content = new StreamContent(new MemoryStream(new byte[100_000])) { Headers = { { "Content-Type", "application/json" } } } };
        endless.Headers.TransferEncodingChunked = true;
        (await Answer.ReadAsync(await api.Http.SendAsync(endless, TestContext.Current.CancellationToken))).IsProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/merge-patch+json")]
    public async Task Post_AnotherContentType_Is415WithWhatIsRight(string type)
    {
        await using var api = await TestApi.StartAsync(postgres);
        var answer = await api.SendAsync(HttpMethod.Post, Instances, "{\"name\":\"a\"}", type: type);
        answer.IsProblem(HttpStatusCode.UnsupportedMediaType);
        Assert.Contains("application/json", answer["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PA_10_Post_InvalidUtf8_Is400()
    {
        await using var api = await TestApi.StartAsync(postgres);
        foreach (var bytes in new byte[][] { [0x22, 0xff, 0xfe, 0x22], [0x22, 0xc0, 0xaf, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22] })
        {
            using var content = new ByteArrayContent([.. "{\"name\":"u8, .. bytes, .. "}"u8]) { Headers = { { "Content-Type", "application/json" } } };
            (await Answer.ReadAsync(await api.Http.PostAsync(new Uri("/api/v1/" + Instances, UriKind.Relative), content, TestContext.Current.CancellationToken))).IsProblem(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task RA_03_AnyVerb_OnAnotherProjectsInstance_IsTheSame404AsForNone()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var id = (await api.RegisterAsync("web"))["id"]!;
        await api.PostAsync("projects", "{\"name\":\"other\"}");
        var none = "0198c0de-0000-7000-8000-000000000000";
        foreach (var path in new[] { "", "/metadata", "/sshKeys" })
        {
            var theirs = await api.GetAsync($"projects/other/instances/{id}{path}");
            var absent = await api.GetAsync($"projects/other/instances/{none}{path}");
            var nowhere = await api.GetAsync($"projects/nowhere/instances/{id}{path}");
            theirs.IsProblem(HttpStatusCode.NotFound);
            Assert.Equal(absent["detail"]!.Replace(none, id, StringComparison.Ordinal), theirs["detail"]);
            Assert.Equal(theirs["detail"]!.Replace("other", "nowhere", StringComparison.Ordinal), nowhere["detail"]);
        }

        (await api.DeleteAsync($"projects/other/instances/{id}", "*")).IsProblem(HttpStatusCode.NotFound);
        (await api.PatchAsync($"projects/other/instances/{id}", "{\"zone\":\"a\"}", "*")).IsProblem(HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync($"projects/default/instances/{id}")).Status);
    }

    [Theory]
    [InlineData("{\"projectId\":\"x\"}", "/projectId", "is not a field")]
    [InlineData("{\"ownerId\":\"x\"}", "/ownerId", "is not a field")]
    [InlineData("{\"agentPublicKey\":\"x\"}", "/agentPublicKey", "is not a field")]
    [InlineData("{\"role\":\"admin\"}", "/role", "is not a field")]
    [InlineData("{\"provisioning\":{\"state\":\"provisioned\"}}", "/provisioning", "is read-only")]
    [InlineData("{\"id\":\"x\"}", "/id", "is read-only")]
    [InlineData("{\"name\":\"x\"}", "/name", "is read-only")]
    public async Task RA_04_Patch_WhatIsNotTheUsers_Is400(string body, string pointer, string reason)
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var before = await api.RowCountsAsync();
        var answer = await api.PatchAsync($"{Instances}/web", body, "*");
        answer.IsProblem(HttpStatusCode.BadRequest, pointer);
        Assert.Contains(reason, answer["detail"]!, StringComparison.Ordinal);
        Assert.Equal(before, await api.RowCountsAsync());
    }

    [Theory]
    [InlineData("sort=joinTokenHash", "sort")]
    [InlineData("orderBy=joinTokenHash", "orderBy")]
    [InlineData("orderBy=id;drop", "orderBy")]
    [InlineData("filter=secret~a", "filter")]
    [InlineData("filter=state:gone", "filter")]
    [InlineData("filter=name:a%20label.:x", "filter")]
    [InlineData("filter=label.a:%22b", "filter")]
    [InlineData("pageSize=0", "pageSize")]
    [InlineData("pageSize=1001", "pageSize")]
    [InlineData("pageSize=%2B5", "pageSize")]
    [InlineData("pageSize=1&pageSize=2", "pageSize")]
    [InlineData("pageToken=!", "pageToken")]
    public async Task RA_06_List_ByWhatIsNotOnTheList_Is400(string query, string pointer)
    {
        await using var api = await TestApi.StartAsync(postgres);
        (await api.GetAsync($"{Instances}?{query}")).IsProblem(HttpStatusCode.BadRequest, pointer);
    }
}
