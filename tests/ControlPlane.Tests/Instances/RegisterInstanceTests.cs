using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Access.Keys;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Instances;

public sealed class RegisterInstanceTests(TestPostgres postgres)
{
    private const string Instances = "projects/default/instances";

    [Fact]
    public async Task Post_WithEverything_WritesItAllAndAnswersIt()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var made = await api.PostAsync(Instances, $$"""
            {"name":"web-1","hostname":"web-1.example.org","labels":{"role":"web"},"dialect":"gce","zone":"z1","machineType":"m1","image":"debian-13","network":"lab",
             "addresses":["10.0.0.5","FE80:0:0::0005","::ffff:10.0.0.6"],"macAddresses":["02-00-5E-10-00-01"],"metadata":{"a":"1","b":"zwei"},
             "sshKeys":[{{TestSshKeys.Body()}}],"userData":"#!/bin/sh\ntrue\n"}
            """);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("/api/v1/projects/default/instances/web-1", made.Location);
        Assert.Equal("\"1\"", made.Etag);
        Assert.Equal("\"1\"", made["etag"]);
        Assert.Equal("[\"10.0.0.5\",\"fe80::5\",\"10.0.0.6\"]", made["addresses"]);
        Assert.Equal("[\"02:00:5e:10:00:01\"]", made["macAddresses"]);
        Assert.Equal("pending", made.Json.GetProperty("provisioning").GetProperty("state").GetString());
        Assert.Equal("unknown", made["liveness"]);
        var counter = await api.ScalarAsync<long>("SELECT revision FROM instance_revisions");
        Assert.Equal(((1L << 32) | counter).ToString("x16", null), made["metadataRevision"]);
        Assert.Equal(made.Text, (await api.GetAsync($"{Instances}/web-1")).Text);
        Assert.Equal(made.Text, (await api.GetAsync($"{Instances}/{made["id"]}")).Text);
        Assert.Equal("{\"a\":\"1\",\"b\":\"zwei\"}", (await api.GetAsync($"{Instances}/web-1/metadata")).Text);
        Assert.Equal("instances.create token:test", await api.ScalarAsync<string>("SELECT action || ' ' || actor FROM audit_events"));
        Assert.Equal("spec", await api.ScalarAsync<string>("SELECT kind FROM change_log"));
    }

    [Fact]
    public async Task Post_WithKeysAndUserData_SignsBoth()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var made = await api.PostAsync(Instances, $$"""{"name":"web","sshKeys":[{{TestSshKeys.Body()}}],"userData":"IyEvYmluL3NoCg==","userDataEncoding":"base64"}""");
        var pinned = api.Get<IOrderSigner>().VerificationKeys;
        var counter = await api.ScalarAsync<long>("SELECT revision FROM instance_revisions");
        var set = JsonSerializer.Deserialize(await api.ScalarAsync<string>("SELECT signed_order FROM key_sets"), ContractsJson.Default.SignedOrder)!;
        var userData = JsonSerializer.Deserialize(await api.ScalarAsync<string>("SELECT user_data_order FROM instances"), ContractsJson.Default.SignedOrder)!;
        Assert.True(OrderSignature.Verify(set, pinned));
        Assert.True(OrderSignature.Verify(userData, pinned));
        var order = JsonSerializer.Deserialize(userData.Payload, ContractsJson.Default.UserDataOrder)!;
        Assert.Equal(($"instances/{made["id"]}", counter, 10L), (order.Subject, order.Revision, order.Size));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("#!/bin/sh\n"u8)), order.Sha256);
        Assert.Equal(counter, JsonSerializer.Deserialize(set.Payload, ContractsJson.Default.KeySetOrder)!.Revision);
    }

    [Theory]
    [InlineData("{}", "/name")]
    [InlineData("{\"name\":\"Web\"}", "/name")]
    [InlineData("{\"name\":\"web-\"}", "/name")]
    [InlineData("{\"name\":\"0198c0de-0000-7000-8000-000000000000\"}", "/name")]
    [InlineData("{\"name\":\"abcdefabcdefabcdefabcdefabcdefab\"}", "/name")]
    [InlineData("{\"name\":\"web\",\"hostname\":\"a..b\"}", "/hostname")]
    [InlineData("{\"name\":\"web\",\"labels\":{\"Big\":\"x\"}}", "/labels/Big")]
    [InlineData("{\"name\":\"web\",\"labels\":{\"a\":null}}", "/labels/a")]
    [InlineData("{\"name\":\"web\",\"addresses\":[\"10.0.0.1\"]}", "/network")]
    [InlineData("{\"name\":\"web\",\"network\":\"lab\"}", "/addresses")]
    [InlineData("{\"name\":\"web\",\"network\":\"lab\",\"addresses\":[\"10.1\"]}", "/addresses/0")]
    [InlineData("{\"name\":\"web\",\"network\":\"lab\",\"addresses\":[\"10.0.0.1\",\"010.0.0.1\"]}", "/addresses/1")]
    [InlineData("{\"name\":\"web\",\"network\":\"lab\",\"addresses\":[\"10.0.0.1\",\"::ffff:a00:1\"]}", "/addresses/1")]
    [InlineData("{\"name\":\"web\",\"network\":\"lab\",\"addresses\":[\"fe80::1%eth0\"]}", "/addresses/0")]
    [InlineData("{\"name\":\"web\",\"network\":\"lab\",\"addresses\":[\"10.0.0.0/8\"]}", "/addresses/0")]
    [InlineData("{\"name\":\"web\",\"network\":\"lab\",\"addresses\":[\"0.0.0.0\"]}", "/addresses/0")]
    [InlineData("{\"name\":\"web\",\"network\":\"lab\",\"addresses\":[\"224.0.0.1\"]}", "/addresses/0")]
    [InlineData("{\"name\":\"web\",\"network\":\"a b\",\"addresses\":[\"10.0.0.1\"]}", "/network")]
    [InlineData("{\"name\":\"web\",\"macAddresses\":[\"02:00:5e:10:00:01\\r\\nX\"]}", "/macAddresses/0")]
    [InlineData("{\"name\":\"web\",\"image\":\"\"}", "/image")]
    [InlineData("{\"name\":\"web\",\"zone\":\"a\\nb\"}", "/zone")]
    [InlineData("{\"name\":\"web\",\"metadata\":{\"a\\r\\nSet-Cookie\":\"b\"}}", "/metadata/a\r\nSet-Cookie")]
    [InlineData("{\"name\":\"web\",\"metadata\":{\"a\":null}}", "/metadata/a")]
    [InlineData("{\"name\":\"web\",\"sshKeys\":[{\"user\":\"alice\"}]}", "/sshKeys/0/publicKey")]
    [InlineData("{\"name\":\"web\",\"sshKeys\":[{\"user\":\"Alice!\",\"publicKey\":\"x\"}]}", "/sshKeys/0/user")]
    public async Task Post_WithABadField_NamesItAndChangesNothing(string body, string pointer)
    {
        await using var api = await TestApi.StartAsync(postgres);
        var before = await api.RowCountsAsync();
        (await api.PostAsync(Instances, body)).IsProblem(HttpStatusCode.BadRequest, pointer);
        Assert.Equal(before, await api.RowCountsAsync());
    }

    [Fact]
    public async Task Post_WithSeveralBadFields_NamesThemAll()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var answer = await api.PostAsync(Instances, "{\"name\":\"0198c0de-0000-7000-8000-000000000000\",\"hostname\":\"-\",\"userData\":\"nonsense\"}");
        answer.IsProblem(HttpStatusCode.BadRequest, "/name");
        answer.IsProblem(HttpStatusCode.BadRequest, "/hostname");
        answer.IsProblem(HttpStatusCode.BadRequest, "/userData");
        Assert.Contains("UUID", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ANameThatIsTaken_Is409()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var before = await api.RowCountsAsync();
        (await api.PostAsync(Instances, "{\"name\":\"web\"}")).IsProblem(HttpStatusCode.Conflict, code: "instance.exists");
        Assert.Equal(before, await api.RowCountsAsync());
        await api.PostAsync("projects", "{\"name\":\"other\"}");
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("projects/other/instances", "{\"name\":\"web\"}")).Status);
    }

    [Fact]
    public async Task Post_AnAddressThatIsTaken_Is409AndNamesOnlyItsOwnProjectsHolder()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.PostAsync("projects", "{\"name\":\"other\"}");
        await api.PostAsync(Instances, "{\"name\":\"holder\",\"network\":\"lab\",\"addresses\":[\"10.0.0.1\"]}");
        var before = await api.RowCountsAsync();
        var mine = await api.PostAsync(Instances, "{\"name\":\"b\",\"network\":\"lab\",\"addresses\":[\"10.0.0.2\",\"10.0.0.1\"]}");
        var theirs = await api.PostAsync("projects/other/instances", "{\"name\":\"b\",\"network\":\"lab\",\"addresses\":[\"10.0.0.1\"]}");
        mine.IsProblem(HttpStatusCode.Conflict, code: "instance.addressTaken");
        theirs.IsProblem(HttpStatusCode.Conflict, code: "instance.addressTaken");
        Assert.Contains("holder", mine["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("holder", theirs["detail"]!, StringComparison.Ordinal);
        Assert.Equal(before, await api.RowCountsAsync());
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync(Instances, "{\"name\":\"c\",\"network\":\"lab2\",\"addresses\":[\"10.0.0.1\"]}")).Status);
    }
}
