using System.Net;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.ControlPlane.Identity;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Metadata.AgentDocument;

public sealed class AgentDocumentTests(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private ProjectId project;
    private InstanceId instance;
    private MetadataNode node = null!;
    private HttpClient agent = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        project = await MetadataSeed.ProjectAsync(database);
        instance = await MetadataSeed.InstanceAsync(database, project, userData: [1, 2, 3]);
        node = await MetadataNode.StartAsync(database);
        agent = node.Bearer(Principals.InstanceClaim, instance.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        agent.Dispose();
        await node.DisposeAsync();
    }

    [Fact]
    public async Task GetDocument_OfTheCredentialsInstance_HasOverlayAndSignedSets()
    {
        await node.Writes.SetAsync(project, null, "color", "red");
        await node.Writes.SetAsync(project, instance, "color", "blue");
        await node.Writes.PushKeyAsync(project, null, "carol");
        await node.Writes.PushKeyAsync(project, instance, "alice");

        var (document, etag) = await ReadAsync("");
        Assert.Equal((instance, "web-1", "web-1", $"\"{document.Revision}\""), (document.Instance, document.Name, document.Hostname, etag));
        Assert.Equal([new("color", "blue")], document.Attributes);
        Assert.Equal([$"projects/{project}", $"instances/{instance}"], document.KeySets.Select(s => s.Payload.Split('@')[0]));
        Assert.Equal([1, 2, 3], await agent.GetByteArrayAsync(new Uri("/agent/v1/user-data", UriKind.Relative), Token));
    }

    [Fact]
    public async Task GetDocument_WithTheLastRevision_IsHeldUntilAPush()
    {
        var (first, _) = await ReadAsync("");
        var held = ReadAsync($"?wait_for_change=true&timeout_sec=60&last_etag={first.Revision}");
        await Task.Delay(200, Token);
        Assert.False(held.IsCompleted);
        await node.Writes.PushKeyAsync(project, instance, "alice");
        Assert.Single((await held.WaitAsync(Soon, Token)).Document.KeySets);
    }

    [Fact]
    public async Task GetDocument_AgentRevokedWhileHeld_Is401()
    {
        var (first, _) = await ReadAsync("");
        var held = agent.GetAsync(new Uri($"/agent/v1/document?wait_for_change=true&timeout_sec=60&last_etag={first.Revision}", UriKind.Relative), Token);
        await Task.Delay(200, Token);
        Assert.False(held.IsCompleted);
        TestCredential.Revoked[instance.ToString()] = true;
        await node.Writes.SetAsync(project, instance, "color", "blue"); // as a rejoin does, in the same transaction
        using var answer = await held.WaitAsync(Soon, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task GetDocument_MalformedOrUnknown_IsAProblem()
    {
        using var malformed = await agent.GetAsync(new Uri("/agent/v1/document?timeout_sec=x", UriKind.Relative), Token);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (malformed.StatusCode, malformed.Content.Headers.ContentType?.MediaType));
        using var ghost = node.Bearer(Principals.InstanceClaim, InstanceId.New().ToString());
        using var missing = await ghost.GetAsync(new Uri("/agent/v1/document", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        using var nobody = new HttpClient { BaseAddress = node.Url };
        using var refused = await nobody.GetAsync(new Uri("/agent/v1/document", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private async Task<(Contracts.Agents.AgentDocument Document, string? Etag)> ReadAsync(string query)
    {
        using var response = await agent.GetAsync(new Uri("/agent/v1/document" + query, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(Token), ContractsJson.Default.AgentDocument)!, response.Headers.ETag?.ToString());
    }
}
