using System.Net;
using Fleet.ControlPlane.Hosting.Idempotency;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Instances;

public sealed class IdempotencyTests(TestPostgres postgres)
{
    private const string Instances = "projects/default/instances";

    [Fact]
    public async Task RA_18_Post_TheSameAgain_ReplaysTheAnswer()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var first = await api.PostAsync(Instances, "{\"name\":\"web\"}", "k1");
        var second = await api.PostAsync(Instances, "{\"name\":\"web\"}", "k1");
        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first with { Replayed = true }, second);
        Assert.Equal(1L, await api.ScalarAsync<long>("SELECT count(*) FROM audit_events"));
    }

    [Fact]
    public async Task RA_18_Post_AnotherBodyUnderTheKey_Is422AndOthersKeysAreTheirOwn()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.PostAsync(Instances, "{\"name\":\"web\"}", "k1");
        (await api.PostAsync(Instances, "{\"name\":\"db\"}", "k1")).IsProblem(HttpStatusCode.UnprocessableEntity, code: "request.idempotencyMismatch");
        (await api.PostAsync("projects", "{\"name\":\"web\"}", "k1")).IsProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(HttpStatusCode.Created, (await api.SendAsync(HttpMethod.Post, Instances, "{\"name\":\"db\"}", key: "k1", actor: "token:other")).Status);
    }

    [Fact]
    public async Task RA_18_Post_TwentyAtOnceUnderOneKey_MakeOneInstance()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.PostAsync(Instances, "{\"name\":\"web\"}", "k1")));
        Assert.Equal(1L, await api.ScalarAsync<long>("SELECT count(*) FROM instances"));
        Assert.Single(answers, a => a is { Status: HttpStatusCode.Created, Replayed: false });
        Assert.All(answers, a => Assert.True(a.Status == HttpStatusCode.Created || a.Code == "request.running", a.Text));
        Assert.True((await api.PostAsync(Instances, "{\"name\":\"web\"}", "k1")).Replayed);
    }

    [Fact]
    public async Task Post_RefusedTheFirstTime_IsRefusedAlikeAgain()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var first = await api.PostAsync(Instances, "{\"name\":\"Web\"}", "k1");
        Assert.Equal(first with { Replayed = true }, await api.PostAsync(Instances, "{\"name\":\"Web\"}", "k1"));
        first.IsProblem(HttpStatusCode.BadRequest, "/name");
    }

    [Fact]
    public async Task Post_AfterAnUnexpectedError_RunsAgain()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.ExecuteAsync("ALTER TABLE audit_events ADD CONSTRAINT broken CHECK (action <> 'instances.create') NOT VALID");
        Assert.Equal(HttpStatusCode.InternalServerError, (await api.PostAsync(Instances, "{\"name\":\"web\"}", "k1")).Status);
        await api.ExecuteAsync("ALTER TABLE audit_events DROP CONSTRAINT broken");
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync(Instances, "{\"name\":\"web\"}", "k1")).Status);
    }

    [Fact]
    public async Task Post_AClaimThatNobodyAnswers_IsRunningAndThenAbandoned()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.PostAsync(Instances, "{\"name\":\"web\"}", "k1");
        await api.ExecuteAsync("DELETE FROM instances; UPDATE idempotency_keys SET status = NULL, body = NULL");
        (await api.PostAsync(Instances, "{\"name\":\"web\"}", "k1")).IsProblem(HttpStatusCode.Conflict, code: "request.running");
        await api.ExecuteAsync("UPDATE idempotency_keys SET created_at = now() - interval '3 minutes'");
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync(Instances, "{\"name\":\"web\"}", "k1")).Status);
    }

    [Fact]
    public async Task Post_After24Hours_IsANewRequest()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.PostAsync(Instances, "{\"name\":\"web\"}", "k1");
        await api.ExecuteAsync("UPDATE idempotency_keys SET created_at = now() - interval '25 hours'");
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync(Instances, "{\"name\":\"db\"}", "k1")).Status);
        await api.ExecuteAsync("UPDATE idempotency_keys SET created_at = now() - interval '25 hours'");
        Assert.Equal(1, await api.Get<IdempotencyRecords>().SweepAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    public async Task Post_WithAKeyThatIsNone_Is400(string key)
    {
        await using var api = await TestApi.StartAsync(postgres);
        (await api.PostAsync(Instances, "{\"name\":\"web\"}", key.Length == 0 ? new string('x', 256) : key)).IsProblem(HttpStatusCode.BadRequest, "Idempotency-Key");
    }
}
