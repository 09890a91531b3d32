using System.Net;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Instances;

public sealed class AttributeTests(TestPostgres postgres)
{
    private const string Web = "projects/default/instances/web/metadata";
    private const string Default = "projects/default/metadata";

    [Theory]
    [InlineData(Web)]
    [InlineData(Default)]
    public async Task Patch_SetsRemovesAndLeavesATombstone(string path)
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var empty = await api.GetAsync(path);
        Assert.Equal("{}", empty.Text);
        Assert.Matches("^\"[0-9a-f]{8}\"$", empty.Etag!);
        var set = await api.PatchAsync(path, "{\"a\":\"1\",\"b\":\"x\\r\\ny\"}", empty.Etag);
        Assert.Equal("{\"a\":\"1\",\"b\":\"x\\r\\ny\"}", set.Text);
        Assert.Equal(Convert.ToInt64(empty.Etag!.Trim('"'), 16) + 1, Convert.ToInt64(set.Etag!.Trim('"'), 16));
        var removed = await api.PatchAsync(path, "{\"a\":null}", set.Etag);
        Assert.Equal((HttpStatusCode.OK, "{\"b\":\"x\\r\\ny\"}"), (removed.Status, removed.Text));
        Assert.Equal((removed.Text, removed.Etag), ((await api.GetAsync(path)).Text, (await api.GetAsync(path)).Etag));
        var table = path == Web ? "instance" : "project";
        Assert.Equal(Convert.ToInt64(removed.Etag!.Trim('"'), 16), await api.ScalarAsync<long>($"SELECT revision FROM {table}_attributes WHERE key = 'a' AND value IS NULL"));
    }

    [Theory]
    [InlineData(Web)]
    [InlineData(Default)]
    public async Task Patch_ThatChangesNothingOrIsRefused_MovesNoRevision(string path)
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var etag = (await api.PatchAsync(path, "{\"a\":\"1\"}", "*")).Etag;
        var before = await api.RowCountsAsync();
        var same = await api.PatchAsync(path, "{\"a\":\"1\",\"never-there\":null}", etag);
        Assert.Equal((HttpStatusCode.OK, etag, "{\"a\":\"1\"}"), (same.Status, same.Etag, same.Text));
        (await api.PatchAsync(path, "{\"a\":\"2\"}", null)).IsProblem(HttpStatusCode.PreconditionRequired);
        (await api.PatchAsync(path, "{\"a\":\"2\"}", "\"00000000\"")).IsProblem(HttpStatusCode.PreconditionFailed);
        (await api.PatchAsync(path, "{\"a\":\"1\"}", "\"00000000\"")).IsProblem(HttpStatusCode.PreconditionFailed);
        (await api.PatchAsync(path, "{\"a\":2}", "*")).IsProblem(HttpStatusCode.BadRequest, "/a");
        (await api.PatchAsync(path, "{\"a b\":\"2\"}", "*")).IsProblem(HttpStatusCode.BadRequest, "/a b");
        (await api.PatchAsync(path, "{\"a\":\"\\u0000\"}", "*")).IsProblem(HttpStatusCode.BadRequest, "/a");
        (await api.PatchAsync(path, "[]", "*")).IsProblem(HttpStatusCode.BadRequest);
        Assert.Equal(before, await api.RowCountsAsync());
    }

    [Fact]
    public async Task Patch_AtTheLimits_HoldsThem()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        Assert.Equal(HttpStatusCode.OK, (await api.PatchAsync(Web, Body("a", Limits.AttributeValueBytes), "*")).Status);
        (await api.PatchAsync(Web, Body("b", Limits.AttributeValueBytes + 1), "*")).IsProblem(HttpStatusCode.BadRequest, "/b", "metadata.valueTooLarge");
        Assert.Equal(HttpStatusCode.OK, (await api.PatchAsync(Web, Body("b", Limits.AttributeValueBytes - 2), "*")).Status);
        (await api.PatchAsync(Web, Body("c", 1), "*")).IsProblem(HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal(HttpStatusCode.OK, (await api.PatchAsync(Web, "{\"a\":null,\"c\":\"x\"}", "*")).Status);

        static string Body(string key, int bytes) => JsonSerializer.Serialize(new Dictionary<string, string> { [key] = new('x', bytes) }, ContractsJson.Default.DictionaryStringString);
    }
}
