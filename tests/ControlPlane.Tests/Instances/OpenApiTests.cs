using System.Text.Json;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Instances;

public sealed class OpenApiTests(TestPostgres postgres)
{
    [Fact]
    public async Task Document_OfEveryWrite_HasItsBodyAndItsProblems()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var document = JsonDocument.Parse(await api.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.ValueKind == JsonValueKind.Object)).ToList();
        Assert.Equal(24, operations.Count);
        Assert.All(operations, o => Assert.NotEmpty(o.Value.GetProperty("summary").GetString()!));
        Assert.All(operations, o => Assert.True(o.Value.GetProperty("responses").TryGetProperty("401", out _)));
        Assert.All(operations.Where(o => o.Name is "post" or "patch"), o => Assert.True(o.Value.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _)));
        Assert.Equal(operations.Count, operations.Select(o => o.Value.GetProperty("operationId").GetString()).Distinct().Count());
    }
}
