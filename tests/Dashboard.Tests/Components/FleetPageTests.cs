using Bunit;
using Fleet.Contracts.Api;
using Fleet.Dashboard.Components.Pages;
using static Fleet.Dashboard.Tests.Samples;

namespace Fleet.Dashboard.Tests.Components;

public sealed class FleetPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private PageContext context = null!;

    public async ValueTask InitializeAsync() => context = await PageContext.StartAsync();

    public ValueTask DisposeAsync() => context.DisposeAsync();

    [Fact]
    public void Render_Fleet_AnswerFirstThenRowsByUrgency()
    {
        var failed = Instance("web-17", ProvisioningState.Failed, "exit 32", "final/x", bootId: BootId);
        context.Fleet(Instance("web-1", ProvisioningState.Provisioned), failed);
        context.LastBoot(failed, Boot([Done("local", 0, 1240)]));

        var page = context.Bunit.Render<FleetPage>();

        page.WaitForAssertion(() => Assert.Equal("1.24 s", page.FindAll("td.took")[0].TextContent), Patience);
        Assert.Equal("1 needs you: web-17 failed", page.Find("h1").TextContent);
        Assert.Equal(["web-17", "web-1"], page.FindAll("td.name").Select(cell => cell.TextContent));
        Assert.Equal("final/x: exit 32", page.Find("td.why").TextContent);
        Assert.Equal("/projects/default/instances/web-17", page.Find("td.name a").GetAttribute("href"));
        Assert.NotEmpty(page.FindAll(".spark i"));
    }

    [Fact]
    public void Render_NoInstances_NamesTheNextCommand()
    {
        context.Fleet();

        var page = context.Bunit.Render<FleetPage>();

        page.WaitForAssertion(() => Assert.Contains("curl -X POST", page.Find("pre").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("/api/v1/projects/default/instances", page.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_InstanceChanges_RowFollows()
    {
        var web1 = Instance("web-1", ProvisioningState.Provisioning);
        context.Fleet(web1);
        var page = context.Bunit.Render<FleetPage>();
        page.WaitForAssertion(() => Assert.Equal("1 provisioning", page.Find("h1").TextContent), Patience);
        page.WaitForAssertion(() => Assert.Equal(1, context.Events.Connections), Patience);

        context.Fleet(web1 with { Provisioning = web1.Provisioning with { State = ProvisioningState.Provisioned } });
        context.Events.Change(ProjectChange.OfInstance, web1.Id);

        page.WaitForAssertion(() => Assert.Equal("1 provisioned", page.Find("h1").TextContent), Patience);
    }

    [Fact]
    public async Task Render_Disposed_SubscriptionRemoved()
    {
        context.Fleet();
        context.Bunit.Render<FleetPage>();
        Assert.Equal(1, context.Feed.Watches);

        await context.Bunit.DisposeComponentsAsync();

        Assert.Equal(0, context.Feed.Watches);
    }

    [Fact]
    public void Render_ServerFails_KeepsWhatItShows()
    {
        var web1 = Instance("web-1", ProvisioningState.Provisioned);
        context.Fleet(web1);
        var page = context.Bunit.Render<FleetPage>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("td.name")), Patience);
        page.WaitForAssertion(() => Assert.Equal(1, context.Events.Connections), Patience);

        context.Server.OnProblem(
            $"GET /api/v1/projects/default/instances/{web1.Id}", new FleetProblem { Status = 503, Code = "database.away", Detail = "the database is away" });
        context.Events.Change(ProjectChange.OfInstance, web1.Id);

        page.WaitForAssertion(() => Assert.Contains("the database is away", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal("web-1", page.Find("td.name").TextContent);
    }
}
