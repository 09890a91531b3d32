using Bunit;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.Contracts.Events;
using Fleet.Dashboard.Components.Pages;
using static Fleet.Dashboard.Tests.Samples;

namespace Fleet.Dashboard.Tests.Components;

public sealed class BootPageTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private PageContext context = null!;

    public async ValueTask InitializeAsync() => context = await PageContext.StartAsync();

    public ValueTask DisposeAsync() => context.DisposeAsync();

    [Fact]
    public void Render_FailedBoot_OutcomeReasonRowsAndKeys()
    {
        var web17 = Instance("web-17", ProvisioningState.Degraded, "exit 32", "final/x", bootId: BootId);
        context.Fleet(web17);
        context.LastBoot(
            web17,
            Boot([Done("final", 0, 3400, StepOutcome.Failed), Done("final/x", 0, 3400, StepOutcome.Failed, "exit 32")]),
            Key(SshKeyState.Failed) with { Problem = "no account" });

        var page = Render("web-17");

        page.WaitForAssertion(() => Assert.Contains("Degraded after 3.40 s", page.Find("h1").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal(["Final", "x"], page.FindAll(".tl .r a").Select(name => name.TextContent));
        Assert.Equal("/projects/default/instances/web-17?step=final%2Fx", page.FindAll(".tl .r a")[1].GetAttribute("href"));
        Assert.Equal("--s:0;--w:100", page.FindAll(".tl .b.bad")[1].GetAttribute("style"));
        Assert.Equal("final/x", page.Find(".detail h2").TextContent);
        Assert.Contains("no account", page.Find(".keys .key").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_RunningBoot_BarGrowsByItself()
    {
        var web1 = Instance("web-1", ProvisioningState.Provisioning, bootId: BootId);
        context.Fleet(web1);
        context.LastBoot(web1, Boot([Running("final", 0)], nowMs: 1000));
        var page = Render("web-1");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".tl .b.run")), Patience);
        var first = page.Find(".tl .stage .t").TextContent;

        page.WaitForAssertion(() => Assert.NotEqual(first, page.Find(".tl .stage .t").TextContent), Patience);
    }

    [Fact]
    public void Render_BootChanges_NewStepAppears()
    {
        var web1 = Instance("web-1", ProvisioningState.Provisioning, bootId: BootId);
        context.Fleet(web1);
        var boot = Boot([Running("final", 0)], nowMs: 1000);
        context.LastBoot(web1, boot);
        var page = Render("web-1");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".tl .stage")), Patience);
        page.WaitForAssertion(() => Assert.Equal(1, context.Events.Connections), Patience);

        context.LastBoot(web1, boot with { Spans = [.. boot.Spans, Running("final/runcmd", 900)] });
        context.Events.Change(ProjectChange.OfBoot, web1.Id);

        page.WaitForAssertion(() => Assert.Equal("runcmd", page.Find(".tl .step a").TextContent), Patience);
    }

    [Fact]
    public void Render_UnknownInstance_NotFound()
    {
        var page = Render("web-99");

        page.WaitForAssertion(() => Assert.Equal("No instance web-99", page.Find("h1").TextContent), Patience);
    }

    [Fact]
    public void Render_NoBootYet_StateAndReasonStand()
    {
        var web1 = Instance("web-1", ProvisioningState.TimedOut, "no report within 10 min");
        context.Fleet(web1);
        context.LastBoot(web1, null);

        var page = Render("web-1");

        page.WaitForAssertion(() => Assert.Contains("Timed out", page.Find("h1").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("no report within 10 min", page.Find(".reason").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<BootPage> Render(string instance) =>
        context.Bunit.Render<BootPage>(parameters => parameters.Add(page => page.Project, "default").Add(page => page.Instance, instance));

    private static SshKey Key(SshKeyState state) => new()
    {
        Id = SshKeyId.New(),
        User = "deploy",
        PublicKey = "ssh-ed25519 AAAA",
        Fingerprint = "SHA256:abc",
        CreatedBy = "admin",
        State = state,
    };
}
