using System.Net;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Access.Keys;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Instances;

public sealed class ChangeInstanceTests(TestPostgres postgres)
{
    private const string Web = "projects/default/instances/web";

    [Fact]
    public async Task RA_21_Patch_TwiceWithOneEtag_IsOneChangeAndOne412()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var etag = (await api.RegisterAsync("web")).Etag;
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => api.PatchAsync(Web, $"{{\"zone\":\"z{i}\"}}", etag)));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(a => a.Status).Order());
        Assert.Equal("\"2\"", answers.Single(a => a.Status == HttpStatusCode.OK).Etag);
        answers.Single(a => a.Status != HttpStatusCode.OK).IsProblem(HttpStatusCode.PreconditionFailed, code: "request.stale");
    }

    [Fact]
    public async Task Patch_WithoutOrWithAStaleIfMatch_ChangesNothing()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var before = await api.RowCountsAsync();
        (await api.PatchAsync(Web, "{\"zone\":\"z\"}", null)).IsProblem(HttpStatusCode.PreconditionRequired);
        (await api.PatchAsync(Web, "{\"zone\":\"z\"}", "\"9\"")).IsProblem(HttpStatusCode.PreconditionFailed);
        (await api.PatchAsync(Web, "{\"zone\":\"z\"}", "W/\"1\"")).IsProblem(HttpStatusCode.PreconditionFailed);
        (await api.PatchAsync(Web, "{\"zone\":\"z\"}", "1")).IsProblem(HttpStatusCode.BadRequest, "If-Match");
        (await api.DeleteAsync(Web)).IsProblem(HttpStatusCode.PreconditionRequired);
        (await api.DeleteAsync(Web, "\"9\"")).IsProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(before, await api.RowCountsAsync());
    }

    [Fact]
    public async Task Patch_MergesClearsAndMovesTheRevision_AndNothingForNoChange()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.PostAsync("projects/default/instances", "{\"name\":\"web\",\"zone\":\"z\",\"image\":\"i\",\"labels\":{\"a\":\"1\",\"b\":\"2\"}}");
        var changed = await api.PatchAsync(Web, "{\"zone\":null,\"hostname\":\"h\",\"labels\":{\"a\":null,\"c\":\"3\"}}", "\"1\"");
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal((null, "h", "i", "{\"b\":\"2\",\"c\":\"3\"}", "\"2\""), (changed["zone"], changed["hostname"], changed["image"], changed["labels"], changed.Etag));
        Assert.True(await api.ScalarAsync<bool>("SELECT facts_revision = revision AND revision = floor + 1 FROM instance_revisions"));
        var before = await api.RowCountsAsync();
        var same = await api.PatchAsync(Web, "{\"hostname\":\"h\",\"labels\":{\"zz\":null}}", "\"2\"");
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (same.Status, same.Etag));
        Assert.Equal(before, await api.RowCountsAsync());
    }

    [Fact]
    public async Task Patch_OfUserData_SignsItAnew()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        Assert.Equal(HttpStatusCode.OK, (await api.PatchAsync(Web, "{\"userData\":\"#!/bin/sh\\ntrue\\n\"}", "*")).Status);
        var order = JsonSerializer.Deserialize(await api.ScalarAsync<string>("SELECT user_data_order FROM instances"), ContractsJson.Default.SignedOrder)!;
        Assert.True(OrderSignature.Verify(order, api.Get<IOrderSigner>().VerificationKeys));
        Assert.Equal(await api.ScalarAsync<long>("SELECT revision FROM instance_revisions"), JsonSerializer.Deserialize(order.Payload, ContractsJson.Default.UserDataOrder)!.Revision);
        await api.PatchAsync(Web, "{\"userData\":null}", "*");
        Assert.True(await api.ScalarAsync<bool>("SELECT user_data IS NULL AND user_data_order IS NULL FROM instances"));
    }

    [Fact]
    public async Task Patch_Rejoin_RevokesTheAgentOnce()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        await api.ExecuteAsync("INSERT INTO agents (id, instance_id, public_key, enrollment_id, auth_epoch) SELECT gen_random_uuid(), id, '\\x00', gen_random_uuid(), 3 FROM instances");
        var told = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        using var subscription = api.Get<Fleet.ControlPlane.Metadata.Watch.IChangeFeed>().Subscribe(c => told.Enqueue(c?.Kind));
        Assert.Equal("\"2\"", (await api.PatchAsync(Web, "{\"rejoin\":true}", "\"1\"")).Etag);
        Assert.Contains("spec", told);
        Assert.True(await api.ScalarAsync<bool>("SELECT auth_epoch = 4 AND revoked_at IS NOT NULL FROM agents"));
        Assert.Equal("\"2\"", (await api.PatchAsync(Web, "{\"rejoin\":true}", "\"2\"")).Etag);
        Assert.Equal(1L, await api.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE action = 'instances.rejoin'"));
    }

    [Fact]
    public async Task Delete_FreesTheAddressAndLeavesNothingButTheRecord()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var body = $$"""{"name":"web","network":"lab","addresses":["10.0.0.1"],"metadata":{"a":"1"},"sshKeys":[{{TestSshKeys.Body()}}]}""";
        var made = await api.PostAsync("projects/default/instances", body);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"projects/default/instances/{made["id"]}", made.Etag)).Status);
        (await api.GetAsync(Web)).IsProblem(HttpStatusCode.NotFound);
        (await api.DeleteAsync(Web, "*")).IsProblem(HttpStatusCode.NotFound);
        Assert.Equal(0L, await api.ScalarAsync<long>("SELECT (SELECT count(*) FROM ssh_keys) + (SELECT count(*) FROM key_sets) + (SELECT count(*) FROM instance_addresses)"));
        Assert.Equal(1L, await api.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE action = 'instances.delete'"));
        var again = await api.PostAsync("projects/default/instances", body);
        Assert.Equal(HttpStatusCode.Created, again.Status);
        Assert.NotEqual(made["id"], again["id"]);
    }

    [Fact]
    public async Task Get_ComputesLivenessAndTheDeadline_ByTheDatabasesClock()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        foreach (var (set, expected) in new[]
        {
            ("last_seen_at = now()", "online"), ("last_seen_at = now() - interval '61 seconds'", "silent"), ("last_seen_at = now(), disconnected_at = now()", "offline"),
            ("last_seen_at = NULL, disconnected_at = NULL", "unknown"),
        })
        {
            await api.ExecuteAsync($"UPDATE instance_status SET {set}");
            Assert.Equal(expected, (await api.GetAsync(Web))["liveness"]);
        }

        await api.ExecuteAsync("UPDATE instance_status SET state = 2, deadline = now() - interval '1 second'");
        var late = (await api.GetAsync(Web)).Json.GetProperty("provisioning");
        Assert.Equal("timedOut", late.GetProperty("state").GetString());
        Assert.NotEmpty(late.GetProperty("reason").GetString()!);
        Assert.Contains("\"web\"", (await api.GetAsync("projects/default/instances?filter=state:timedOut")).Text, StringComparison.Ordinal);
    }
}
