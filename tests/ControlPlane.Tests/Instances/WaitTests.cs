using System.Diagnostics;
using System.Net;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.Contracts;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Instances;

public sealed class WaitTests(TestPostgres postgres)
{
    private const string Wait = "projects/default/instances/web:wait";

    [Theory]
    [InlineData("provisioned", "UPDATE instance_status SET state = 3", "provisioned")]
    [InlineData("online", "UPDATE instance_status SET last_seen_at = now()", "pending")]
    public async Task Wait_UntilItIsSo_AnswersSoonAfterTheChange(string wish, string change, string state)
    {
        await using var api = await TestApi.StartAsync(postgres);
        var made = await api.RegisterAsync("web");
        var project = ProjectId.From(await api.ScalarAsync<Guid>("SELECT id FROM projects"));
        var waiting = api.PostAsync(Wait, $"{{\"for\":\"{wish}\",\"timeoutSeconds\":60}}");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        var watch = Stopwatch.StartNew();
        await api.ExecuteAsync(change);
        api.Get<IChangeNotifier>().Changed(project, InstanceId.Parse(made["id"]!, null), "status");
        var answer = await waiting;
        Assert.Equal((HttpStatusCode.OK, state), (answer.Status, answer.Json.GetProperty("provisioning").GetProperty("state").GetString()));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("UPDATE instance_status SET state = 4", "degraded")]
    [InlineData("UPDATE instance_status SET state = 5", "failed")]
    [InlineData("UPDATE instance_status SET state = 6", "timedOut")]
    [InlineData("UPDATE instance_status SET state = 1, deadline = now()", "timedOut")]
    public async Task Wait_ForWhatNeverWillBe_AnswersAtOnce(string change, string state)
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        await api.ExecuteAsync(change);
        var watch = Stopwatch.StartNew();
        var answer = await api.PostAsync(Wait, "{\"for\":\"provisioned\",\"timeoutSeconds\":60}");
        Assert.Equal((HttpStatusCode.OK, state), (answer.Status, answer.Json.GetProperty("provisioning").GetProperty("state").GetString()));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Wait_UntilTheTimeIsUp_AnswersTheInstance()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var watch = Stopwatch.StartNew();
        var answer = await api.PostAsync(Wait, "{\"for\":\"provisioned\",\"timeoutSeconds\":1}");
        Assert.Equal((HttpStatusCode.OK, "web"), (answer.Status, answer["name"]));
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Wait_WhenItIsDeleted_Is404()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        var waiting = api.PostAsync(Wait, "{\"for\":\"online\",\"timeoutSeconds\":60}");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        await api.DeleteAsync("projects/default/instances/web", "*");
        (await waiting).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Wait_WithWhatIsNoWish_Is400()
    {
        await using var api = await TestApi.StartAsync(postgres);
        await api.RegisterAsync("web");
        (await api.PostAsync(Wait, "{\"timeoutSeconds\":60}")).IsProblem(HttpStatusCode.BadRequest, "/for");
        (await api.PostAsync(Wait, "{\"for\":\"online\",\"timeoutSeconds\":3601}")).IsProblem(HttpStatusCode.BadRequest, "/timeoutSeconds");
        (await api.PostAsync("projects/default/instances/none:wait", "{\"for\":\"online\"}")).IsProblem(HttpStatusCode.NotFound);
    }
}
