using System.Security.Authentication;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Tests.Reporting;

namespace Fleet.GuestAgent.Tests.Identity;

public sealed class PinnedTlsTests
{
    [Fact]
    public async Task Get_CertificateOfThePinnedCa_IsTaken()
    {
        await using var fleet = await FakeFleet.StartedAsync();

        Assert.Null(await ProblemAsync(fleet));
    }

    [Fact]
    public async Task Get_CertificateOfAnotherCa_IsRefused()
    {
        using var other = new TestCa();
        await using var fleet = await FakeFleet.StartedAsync(certificate: other.Issue());

        Assert.IsType<AuthenticationException>(await ProblemAsync(fleet));
    }

    [Fact]
    public async Task Get_CertificateForAnotherName_IsRefused()
    {
        var ca = new TestCa();
        await using var fleet = await FakeFleet.StartedAsync(ca, ca.Issue("fleet.example"));

        Assert.IsType<AuthenticationException>(await ProblemAsync(fleet));
    }

    [Fact]
    public async Task Hub_CertificateOfAnotherCa_IsRefused()
    {
        using var other = new TestCa();
        await using var fleet = await FakeFleet.StartedAsync(certificate: other.Issue());
        using var server = Agents.Enrolled(fleet);
        var buffer = Agents.Buffer();
        await using var running = Running.Start(server, buffer);
        buffer.Started("boot");

        await Task.Delay(1000, TestContext.Current.CancellationToken);

        Assert.True(buffer.HasUnsent);
        Assert.Equal(0, fleet.Hub.Hellos);
    }

    private static async Task<Exception?> ProblemAsync(FakeFleet fleet)
    {
        using var handler = PinnedTls.Handler(fleet.Ca.Certificate);
        using var http = FleetServer.Client(handler);
        try
        {
            using var response = await http.GetAsync(new Uri(fleet.Server + "/agent/v1/nonce"), TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode ? null : new HttpRequestException("answered");
        }
        catch (HttpRequestException e)
        {
            return e.InnerException;
        }
    }
}
