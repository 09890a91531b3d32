using System.Net;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Access.Keys;
using Fleet.ControlPlane.Tests.Instances;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Access;

public sealed class KeySetTests(TestPostgres postgres)
{
    [Theory]
    [InlineData("projects/default/instances/web/sshKeys", "instance")]
    [InlineData("projects/default/sshKeys", "project")]
    public async Task Sign_AtEveryWrite_ListsExactlyTheKeysInForce(string keys, string owner)
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            made.Add((await api.PostAsync(keys, TestSshKeys.Body()))["id"]!);
            Assert.Equal(made, await InForceAsync());
        }

        await api.DeleteAsync($"{keys}/{made[1]}");
        made.RemoveAt(1);
        Assert.Equal(made, await InForceAsync());
        Assert.Equal(4L, await api.ScalarAsync<long>("SELECT count(*) FROM change_log WHERE kind = 'metadata'"));

        async Task<IEnumerable<string>> InForceAsync()
        {
            var order = await OrderAsync(api);
            Assert.Equal($"{owner}s/{await api.ScalarAsync<Guid>($"SELECT id FROM {owner}s")}", order.Subject);
            Assert.Equal(await api.ScalarAsync<long>($"SELECT revision FROM {owner}_revisions"), order.Revision);
            return order.Keys.Select(k => k.Id.ToString());
        }
    }

    [Fact]
    public async Task Push_FiftyAtOnce_LosesNoneAndSignsTheLastSet()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var before = await api.ScalarAsync<long>("SELECT revision FROM instance_revisions");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => api.PostAsync("projects/default/instances/web/sshKeys", TestSshKeys.Body($"u{i}"))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.Status));
        Assert.Equal(50L, await api.ScalarAsync<long>("SELECT count(DISTINCT added_revision) FROM ssh_keys"));
        Assert.Equal(before + 50, await api.ScalarAsync<long>("SELECT revision FROM instance_revisions"));
        var order = await OrderAsync(api);
        Assert.Equal(before + 50, order.Revision);
        Assert.Equal(answers.Select(a => a["id"]).Order(), order.Keys.Select(k => k.Id.ToString()).Order());
    }

    [Fact]
    public async Task Push_OverTheCap_Is409()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        await api.ExecuteAsync($"""
            INSERT INTO ssh_keys (id, project_id, instance_id, "user", public_key, fingerprint, created_by, added_revision)
            SELECT gen_random_uuid(), project_id, id, 'u' || n, 'ssh-ed25519 x', 'f' || n, 'test', 1 FROM instances, generate_series(1, {Limits.SshKeysPerSubject}) n
            """);
        (await api.PostAsync("projects/default/instances/web/sshKeys", TestSshKeys.Body())).IsProblem(HttpStatusCode.Conflict, code: "sshKey.tooMany");
    }

    internal static async Task<KeySetOrder> OrderAsync(TestApi api)
    {
        var signed = JsonSerializer.Deserialize(await api.ScalarAsync<string>("SELECT signed_order FROM key_sets"), ContractsJson.Default.SignedOrder)!;
        Assert.True(OrderSignature.Verify(signed, api.Get<IOrderSigner>().VerificationKeys));
        return JsonSerializer.Deserialize(signed.Payload, ContractsJson.Default.KeySetOrder)!;
    }
}
