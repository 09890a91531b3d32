using System.Net.WebSockets;
using Fleet.ControlPlane.Tests.Timelines;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.AgentHub;

/// <summary>Who may not come in, and what a bad frame does.</summary>
public sealed class HubAbuseTests(TestPostgres postgres) : HubTest(postgres)
{
    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    public async Task Connect_WithAnOrigin_Is403_M4(string origin)
    {
        using var socket = Socket();
        socket.Options.SetRequestHeader("Origin", origin);
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(SocketAddress, Token));
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operator", "403")]
    [InlineData("nobody", "401")]
    public async Task Connect_WithAnotherCredential_IsRefused_HB16(string credential, string status)
    {
        using var socket = Socket(credential);
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(SocketAddress, Token));
        Assert.Contains(status, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boots_WithAnAgentsCredential_Are403_HB15()
    {
        using var client = new HttpClient { BaseAddress = App.Address, DefaultRequestHeaders = { { "Authorization", Credential() } } };
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await client.GetAsync($"/api/v1/projects/default/instances/{Instance}/boots", Token)).StatusCode);
    }

    [Fact]
    public async Task Report_TooLarge_ClosesOnlyTheOffender_HB23()
    {
        await using var good = await ConnectAsync();
        await using var bad = await ConnectAsync();
        var closed = new TaskCompletionSource();
        bad.Closed += _ => Task.FromResult(closed.TrySetResult());
        await Assert.ThrowsAnyAsync<Exception>(() => Report(bad, Guid.CreateVersion7(), Events.Event(1, Boot, message: new string('x', 5 * 1024 * 1024))));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.Equal(1, (await Report(good, Guid.CreateVersion7(), Events.Event(1, Boot))).Durable);
    }

    [Theory]
    [InlineData("{\"type\":1,\"target\":\"Report\",\"invocationId\":\"1\"")]
    [InlineData("not json")]
    [InlineData("{\"type\":1,\"target\":\"Nope\",\"invocationId\":\"1\",\"arguments\":[]}")]
    [InlineData("{\"type\":1,\"target\":\"Report\",\"invocationId\":\"1\",\"arguments\":[1]}")]
    [InlineData("{\"type\":1,\"target\":\"Report\",\"invocationId\":\"1\",\"arguments\":[\"0198c0de-0000-7000-8000-000000000000\",1,null,null]}")]
    [InlineData("{\"type\":1,\"target\":\"Report\",\"invocationId\":\"1\",\"arguments\":[\"0198c0de-0000-7000-8000-000000000000\",1,null,[null]]}")]
    [InlineData("{\"type\":1,\"target\":\"Report\",\"invocationId\":\"1\",\"arguments\":[\"0198c0de-0000-7000-8000-000000000000\",NaN,null,[]]}")]
    [InlineData("{\"type\":1,\"target\":\"Report\",\"invocationId\":\"1\",\"arguments\":[\"0198c0de-0000-7000-8000-000000000000\",0,null,[{\"message\":\"\\ud800\"}]]}")]
    [InlineData("{\"type\":1,\"target\":\"Hello\",\"invocationId\":\"1\",\"arguments\":[null]}")]
    [InlineData("{\"type\":99}")]
    [InlineData("DEEP")]
    [InlineData("BINARY")]
    public async Task Frame_Malformed_LeavesTheServerAlive_HB24(string frame)
    {
        using var socket = Socket();
        await socket.ConnectAsync(SocketAddress, Token);
        await SendAsync(socket, "{\"protocol\":\"json\",\"version\":1}\u001e");
        var deep = new string('[', 1000) + new string(']', 1000);
        var text = frame == "DEEP" ? $"{{\"type\":1,\"target\":\"Report\",\"invocationId\":\"1\",\"arguments\":[{deep}]}}" : frame;
        await SendAsync(socket, text + "\u001e", frame == "BINARY" ? WebSocketMessageType.Binary : WebSocketMessageType.Text);
        await using var good = await ConnectAsync();
        Assert.Equal(1, (await Report(good, Guid.CreateVersion7(), Events.Event(1, Boot))).Durable);
        Assert.Equal(1L, await Fleet.OneAsync<long>("SELECT count(*) FROM streams"));
    }

    [Fact]
    public async Task Report_ThatNamesAnotherInstance_IsRecordedForTheCaller_HB12()
    {
        var other = await Fleet.AddInstanceAsync();
        using var socket = Socket();
        await socket.ConnectAsync(SocketAddress, Token);
        await SendAsync(socket, "{\"protocol\":\"json\",\"version\":1}\u001e");
        var epoch = Guid.CreateVersion7();
        var e = $"{{\"seq\":1,\"bootId\":\"{Boot}\",\"path\":\"boot\",\"kind\":\"started\",\"monotonicNs\":1,\"wallTime\":\"2026-11-22T19:28:00Z\",\"instanceId\":\"{other}\"}}";
        await SendAsync(socket, $"{{\"type\":1,\"target\":\"Report\",\"invocationId\":\"1\",\"instanceId\":\"{other}\",\"arguments\":[\"{epoch}\",1,null,[{e}]]}}\u001e");
        await WaitForAsync(async () => await Fleet.OneAsync<long>("SELECT count(*) FROM events") == 1);
        Assert.Equal(Instance.Value, await Fleet.OneAsync<Guid>("SELECT instance_id FROM streams"));
        Assert.Equal(Instance.Value, await Fleet.OneAsync<Guid>("SELECT instance_id FROM boots"));
    }
}
