using Fleet.Contracts.Events;
using Fleet.Contracts.Hub;
using Fleet.ControlPlane.Tests.Timelines;
using Fleet.TestKit;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Fleet.ControlPlane.Tests.AgentHub;

/// <summary>What the two calls do.</summary>
public sealed class HelloAndReportTests(TestPostgres postgres) : HubTest(postgres)
{
    [Fact]
    public async Task HelloAndReport_RoundTrip()
    {
        await using var hub = await ConnectAsync();
        var epoch = Guid.CreateVersion7();
        var hello = await Hello(hub, epoch);
        Assert.Equal((AgentHubProtocol.Version, new StreamState(epoch, 0, 0)), (hello.ProtocolVersion, Assert.Single(hello.Streams)));
        var reply = await Report(hub, epoch, Events.Started(1, Boot, "boot"), Events.Finished(2, Boot, "boot"));
        Assert.Equal((2L, hello.DbEpoch), (reply.Durable, reply.DbEpoch));
        Assert.Equal(new StreamState(epoch, 2, 0), Assert.Single((await Hello(hub, epoch)).Streams));
        Assert.Equal(2, (await hub.InvokeAsync<ReportReply>("Report", epoch, 3L, null, Array.Empty<AgentEvent>(), Token)).Durable);
        Assert.True((await hub.InvokeAsync<ReportReply>("Report", epoch, 3L, 12345u, Array.Empty<AgentEvent>(), Token)).Fork);
        Assert.Equal(Instance.Value, await Fleet.OneAsync<Guid>("SELECT instance_id FROM streams"));
    }

    [Fact]
    public async Task Hello_SaysWhatTheBootsZeroIs_AndTheFirstEventBringsIt()
    {
        await using var hub = await ConnectAsync();
        await Hello(hub, Guid.CreateVersion7(), BootOrigin.Container, TimeSpan.FromHours(-2));
        await Report(hub, Guid.CreateVersion7(), Events.Started(1, Boot, "boot"));
        Assert.Equal((short)BootOrigin.Container, await Fleet.OneAsync<short>("SELECT origin FROM boots"));
        Assert.InRange(await Fleet.OneAsync<double>("SELECT clock_offset_ms FROM boots"), -7_260_000, -7_140_000);
        await Hello(hub, Guid.CreateVersion7(), BootOrigin.Container, TimeSpan.FromHours(1));
        Assert.InRange(await Fleet.OneAsync<double>("SELECT clock_offset_ms FROM boots"), 3_540_000, 3_660_000);
    }

    [Theory]
    [InlineData(0, "1.0")]
    [InlineData(1, "")]
    [InlineData(1, "a\nb")]
    public async Task Hello_VersionThatCannotBe_IsRefusedInClearWords(int protocol, string version)
    {
        await using var hub = await ConnectAsync();
        var refused = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<HelloReply>("Hello", new HelloRequest
        {
            ProtocolVersion = protocol, AgentVersion = version, BootId = Boot, Origin = BootOrigin.Kernel, MonotonicNs = 1, WallTime = DateTimeOffset.UnixEpoch, Epochs = [],
        }, Token));
        Assert.Matches("speaks protocol 1|agentVersion is", refused.Message);
    }
}
