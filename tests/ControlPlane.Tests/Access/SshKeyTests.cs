using System.Net;
using Fleet.ControlPlane.Tests.Instances;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Access;

public sealed class SshKeyTests(TestPostgres postgres)
{
    private const string Keys = "projects/default/instances/web/sshKeys";

    [Fact]
    public async Task PA_11_Post_WhatIsNoPublicKey_ChangesNothing()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var before = await api.RowCountsAsync();
        var good = TestSshKeys.Line();
        foreach (var (line, code) in new[]
        {
            (TestSshKeys.Private, "sshKey.privateKey"), ("PuTTY-User-Key-File-3: CANARY", "sshKey.privateKey"), ("", "sshKey.malformed"), ("nonsense", "sshKey.malformed"),
            (good.Replace("ssh-ed25519", "ssh-rsa", StringComparison.Ordinal), "sshKey.malformed"), (good + "\\n" + good, "sshKey.malformed"),
            ("command=\\\"id\\\" " + good, "sshKey.malformed"), ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAH", "sshKey.malformed"), ("ssh-dss AAAAB3NzaC1kc3M=", "sshKey.malformed"),
            (good + new string('c', 64 * 1024), "sshKey.malformed"), ("---- BEGIN SSH2 PUBLIC KEY ----", "sshKey.malformed"),
        })
        {
            var answer = await api.PostAsync(Keys, $$"""{"user":"alice","publicKey":"{{line}}"}""");
            answer.IsProblem(HttpStatusCode.BadRequest, "/publicKey", code);
            Assert.DoesNotContain("CANARY", answer.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(api.Log.Lines, line => line.Contains("CANARY", StringComparison.Ordinal));
        Assert.Equal(before, await api.RowCountsAsync());
    }

    [Fact]
    public async Task Post_ABadUserOrTime_NamesTheField()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var before = await api.RowCountsAsync();
        foreach (var user in new[] { "", "Root", "a:b", "-x", "../x", new string('a', 33) })
            (await api.PostAsync(Keys, TestSshKeys.Body(user))).IsProblem(HttpStatusCode.BadRequest, "/user", "sshKey.user");
        (await api.PostAsync(Keys, TestSshKeys.Body(expiresAt: "2020-01-01T00:00:00Z"))).IsProblem(HttpStatusCode.BadRequest, "/expiresAt");
        (await api.PostAsync(Keys, TestSshKeys.Body(expiresAt: "tomorrow"))).IsProblem(HttpStatusCode.BadRequest, "/expiresAt");
        Assert.Equal(before, await api.RowCountsAsync());
    }

    [Theory]
    [InlineData(Keys)]
    [InlineData("projects/default/sshKeys")]
    public async Task Lifecycle_OfAKey_IsPendingThenRemoved(string keys)
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var line = TestSshKeys.Line("alice laptop");
        var made = await api.PostAsync(keys, TestSshKeys.Body(line: line, expiresAt: "2090-01-01T02:00:00+02:00"));
        Assert.Equal((HttpStatusCode.Created, "pending", line, "alice laptop", "token:test"), (made.Status, made["state"], made["publicKey"], made["comment"], made["createdBy"]));
        Assert.Equal($"/api/v1/{keys}/{made["id"]}", made.Location);
        Assert.Equal(DateTimeOffset.Parse("2090-01-01T00:00:00Z", null), made.Json.GetProperty("expiresAt").GetDateTimeOffset());
        (await api.PostAsync(keys, TestSshKeys.Body(line: line + " again"))).IsProblem(HttpStatusCode.Conflict, code: "sshKey.exists");
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync(keys, TestSshKeys.Body("bob", line))).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"{keys}/{made["id"]}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await api.DeleteAsync($"{keys}/{made["id"]}")).Status);
        Assert.Equal(1, (await api.GetAsync(keys)).Json.GetProperty("sshKeys").GetArrayLength());
        Assert.Equal(2, (await api.GetAsync(keys + "?showRemoved=true")).Json.GetProperty("sshKeys").GetArrayLength());
        Assert.Equal("removed", (await api.GetAsync($"{keys}/{made["id"]}"))["state"]);
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync(keys, TestSshKeys.Body(line: line))).Status);
        (await api.GetAsync($"{keys}/nonsense")).IsProblem(HttpStatusCode.NotFound);
        (await api.DeleteAsync($"{keys}/0198c0de-0000-7000-8000-000000000000")).IsProblem(HttpStatusCode.NotFound);
        Assert.Equal(1L, await api.ScalarAsync<long>("SELECT count(*) FROM audit_events WHERE action = 'sshKeys.delete'"));
    }

    [Fact]
    public async Task RA_03_AKey_OfAnotherSubject_Is404()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        await api.RegisterAsync("db");
        var mine = (await api.PostAsync(Keys, TestSshKeys.Body()))["id"];
        foreach (var other in new[] { "projects/default/instances/db/sshKeys", "projects/default/sshKeys" })
        {
            (await api.GetAsync($"{other}/{mine}")).IsProblem(HttpStatusCode.NotFound);
            (await api.DeleteAsync($"{other}/{mine}")).IsProblem(HttpStatusCode.NotFound);
        }

        Assert.Equal("pending", (await api.GetAsync($"{Keys}/{mine}"))["state"]);
    }

    [Fact]
    public async Task State_OfAnInstancesKey_IsWhatTheGuestSaid()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var id = (await api.PostAsync(Keys, TestSshKeys.Body()))["id"]!;
        foreach (var (revision, refused, problems, state, problem) in new[]
        {
            ("revision - 1", "NULL", "{}", "pending", null), ("revision", "NULL", "{}", "applied", null), ("revision + 5", "NULL", "{}", "applied", null),
            ("revision", "NULL", $"{{\"{id}\":\"no such user\"}}", "failed", "no such user"), ("revision", "'bad signature'", "{}", "failed", "bad signature"),
        })
        {
            await api.ExecuteAsync($"""
                DELETE FROM key_set_confirmations;
                INSERT INTO key_set_confirmations (instance_id, subject, revision, refused, problems, at)
                SELECT instance_id, 'instances/' || instance_id, {revision}, {refused}, '{problems}', now() FROM instance_revisions
                """);
            var key = await api.GetAsync($"{Keys}/{id}");
            Assert.Equal((state, problem, state == "applied"), (key["state"], key["problem"], key["appliedAt"] is not null));
        }
    }

    [Fact]
    public async Task State_OfAProjectsKey_IsAppliedWhenEveryOnlineGuestHasIt()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        await api.RegisterAsync("db");
        await api.RegisterAsync("away");
        var id = (await api.PostAsync("projects/default/sshKeys", TestSshKeys.Body()))["id"];
        await api.ExecuteAsync("UPDATE instance_status s SET last_seen_at = now() FROM instances i WHERE i.id = s.instance_id AND i.name <> 'away'");
        Assert.Equal("pending", await StateAsync());
        await ConfirmAsync("web");
        Assert.Equal("pending", await StateAsync());
        await ConfirmAsync("db");
        Assert.Equal("applied", await StateAsync());

        async Task<string?> StateAsync() => (await api.GetAsync($"projects/default/sshKeys/{id}"))["state"];
        Task ConfirmAsync(string name) => api.ExecuteAsync($$"""
            INSERT INTO key_set_confirmations (instance_id, subject, revision, problems, at)
            SELECT i.id, 'projects/' || r.project_id, r.revision, '{}', now() FROM instances i JOIN project_revisions r ON r.project_id = i.project_id WHERE i.name = '{{name}}'
            """);
    }
}
