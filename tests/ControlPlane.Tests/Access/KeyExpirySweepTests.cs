using System.Globalization;
using Fleet.ControlPlane.Tests.Instances;
using Fleet.TestKit;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Fleet.ControlPlane.Tests.Access;

public sealed class KeyExpirySweepTests(TestPostgres postgres)
{
    [Theory]
    [InlineData("projects/default/instances/web/sshKeys", "instance")]
    [InlineData("projects/default/sshKeys", "project")]
    public async Task Sweep_AKeyWhoseTimeIsOver_WritesARevisionAndASetWithoutIt(string keys, string owner)
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var stays = (await api.PostAsync(keys, TestSshKeys.Body()))["id"];
        var goes = (await api.PostAsync(keys, TestSshKeys.Body("bob", expiresAt: TimeProvider.System.GetUtcNow().AddSeconds(2).ToString("O", CultureInfo.InvariantCulture))))["id"];
        Assert.Equal(2, (await KeySetTests.OrderAsync(api)).Keys.Count);
        var revision = await api.ScalarAsync<long>($"SELECT revision FROM {owner}_revisions");

        for (var i = 0; i < 100 && await api.ScalarAsync<long>("SELECT count(*) FROM ssh_keys WHERE expired_at IS NOT NULL") == 0; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);

        var order = await KeySetTests.OrderAsync(api);
        Assert.Equal([stays], order.Keys.Select(k => k.Id.ToString()));
        Assert.Equal(revision + 1, order.Revision);
        Assert.Equal(revision + 1, await api.ScalarAsync<long>($"SELECT revision FROM {owner}_revisions"));
        Assert.Equal("expired", (await api.GetAsync($"{keys}/{goes}"))["state"]);
        Assert.Equal(1, (await api.GetAsync(keys)).Json.GetProperty("sshKeys").GetArrayLength());
        Assert.Equal("system", await api.ScalarAsync<string>("SELECT actor FROM audit_events WHERE action = 'sshKeys.expire'"));
        Assert.InRange(await api.ScalarAsync<double>("SELECT extract(epoch FROM expired_at - expires_at)::float8 FROM ssh_keys WHERE expired_at IS NOT NULL"), 0, 3);
    }

    [Fact]
    public async Task Sweep_ItsSessionsAreEndedInTheMiddle_GoesOnAndTheNodeLives()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        await api.PostAsync("projects/default/sshKeys", TestSshKeys.Body("bob", expiresAt: TimeProvider.System.GetUtcNow().AddSeconds(2).ToString("O", CultureInfo.InvariantCulture)));
        await using var holder = await api.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            // The key's row and not the counter: EF runs that statement, and wraps what becomes of it.
            await using (var hold = new NpgsqlCommand("SELECT 1 FROM ssh_keys FOR UPDATE", holder, transaction))
                await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            for (var killed = 0L; killed < 3; await Task.Delay(50, TestContext.Current.CancellationToken))
                killed += await api.ScalarAsync<long>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        for (var i = 0; i < 100 && await api.ScalarAsync<long>("SELECT count(*) FROM ssh_keys WHERE expired_at IS NOT NULL") == 0; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(1L, await api.ScalarAsync<long>("SELECT count(*) FROM ssh_keys WHERE expired_at IS NOT NULL"));
        Assert.False(api.Get<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
    }
}
