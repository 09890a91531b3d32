using System.Net;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Instances;

public sealed class ListInstancesTests(TestPostgres postgres)
{
    private const string Instances = "projects/default/instances";

    [Theory]
    [InlineData("")]
    [InlineData("&orderBy=name%20desc")]
    [InlineData("&orderBy=createdAt")]
    [InlineData("&orderBy=createdAt%20desc")]
    public async Task List_ByPages_HasEveryInstanceOnceWhateverIsAddedMeanwhile(string order)
    {
        await using var api = await TestApi.StartAsync(postgres);
        for (var i = 0; i < 7; i++)
            await api.RegisterAsync($"web-{i}");
        // Equal sort keys, so that the id must break the tie.
        await api.ExecuteAsync("UPDATE instances SET created_at = '2026-01-01T00:00:00Z' WHERE name <> 'web-3'");
        var names = new List<string>();
        for (var token = ""; ;)
        {
            var page = await api.GetAsync($"{Instances}?pageSize=2{order}{token}");
            names.AddRange(page.Json.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("name").GetString()!));
            if (page["nextPageToken"] is not { } next)
                break;
            token = $"&pageToken={next}";
            if (names.Count == 2)
                (await api.GetAsync($"{Instances}?pageSize=2&filter=name:web{token}")).IsProblem(HttpStatusCode.BadRequest, "pageToken");
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"web-{i}"), names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("name:eb", "web")]
    [InlineData("state:pending", "db web")]
    [InlineData("state:failed,provisioned", "")]
    [InlineData("liveness:unknown state:pending name:d", "db")]
    [InlineData("label.role:db", "db")]
    [InlineData("label.role:*", "db web")]
    [InlineData("label.note:\"two words\"", "web")]
    [InlineData("name:%", "")]
    [InlineData("label.role:x'y", "")]
    public async Task List_Filtered_HasWhatMatches(string filter, string expected)
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.PostAsync(Instances, "{\"name\":\"web\",\"labels\":{\"role\":\"web\",\"note\":\"two words\"}}");
        await api.PostAsync(Instances, "{\"name\":\"db\",\"labels\":{\"role\":\"db\"}}");
        var answer = await api.GetAsync($"{Instances}?filter={Uri.EscapeDataString(filter)}");
        Assert.Equal(expected, string.Join(' ', answer.Json.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("name").GetString())));
    }
}
