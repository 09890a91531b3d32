using System.Text.RegularExpressions;
using Fleet.Contracts.Api;
using Fleet.TestKit.Lab;
using Fleet.TestKit;
using Microsoft.Playwright;

namespace Fleet.Guests.Tests;

/// <summary>The page in a real browser: it opens by a one-time link alone, and shows a boot while it happens.</summary>
public sealed partial class DashboardTests(GuestLab lab) : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    [Fact]
    public async Task Page_OpenedByTheLink_ShowsTheGuestAndItsBootLive()
    {
        var key = await SshKeyPair.MakeAsync(lab, "page@laptop");
        var page = await browser!.NewPageAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var closed = await page.GotoAsync(lab.Fleetd.Public.ToString());
        Assert.Equal(401, closed!.Status);

        var link = (await Shell.RunAsync(FleetdProcess.Binary,
            ["admin", "sign-in-link", "--Database:DataDirectory", lab.Fleetd.DataDirectory, "--Listen:Public:0", lab.Fleetd.Public.ToString().TrimEnd('/')])).Trim();
        await page.GotoAsync(link);
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

        var guest = await lab.BootAsync("page-1", "#cloud-config\nusers:\n  - name: alice\nruncmd:\n  - sleep 3\n  - echo done\n", new CreateSshKey { User = "alice", PublicKey = key.Public });
        // No reload: the row, and then the bars, come by themselves.
        await page.GetByRole(AriaRole.Link, new() { Name = "page-1" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("runcmd").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.Equal(ProvisioningState.Provisioned, (await guest.WaitAsync()).Provisioning.State);
        await Assertions.Expect(page.GetByText(Provisioned()).First).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("alice").First).ToBeVisibleAsync();

        var again = await browser.NewPageAsync();
        await again.GotoAsync(link);
        await again.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(again.GetByRole(AriaRole.Heading)).ToContainTextAsync("has been used");
        Directory.CreateDirectory(Path.Combine(RepositoryRoot.Path, "artifacts/screenshots"));
        await page.ScreenshotAsync(new() { Path = Path.Combine(RepositoryRoot.Path, "artifacts/screenshots/boot.png"), FullPage = true });
    }

    [GeneratedRegex("Provisioned in")]
    private static partial Regex Provisioned();

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
