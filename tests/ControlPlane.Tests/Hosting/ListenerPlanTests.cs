using Fleet.ControlPlane.Hosting;
using Fleet.ControlPlane.Hosting.Listeners;

namespace Fleet.ControlPlane.Tests.Hosting;

public sealed class ListenerPlanTests
{
    [Theory]
    [InlineData("http://0.0.0.0:80", "plain http is for loopback only")]
    [InlineData("127.0.0.1", "write http://ADDRESS:PORT")]
    [InlineData("http://127.0.0.1:70000", "write http://ADDRESS:PORT")]
    [InlineData("https://fd:", "write http://ADDRESS:PORT")]
    public void Make_BadPublicAddress_NamesTheKeyAndWhatIsRight(string address, string words)
    {
        var error = Assert.Throws<ConfigurationException>(() => ListenerPlan.Make(new() { Public = [address] }, "api.sock"));
        Assert.StartsWith("Listen:Public:0", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "fd:metadata", "https://10.0.0.1:7443", "Listen:Metadata:0:Network")]
    [InlineData("lab", "https://10.0.0.1:80", "https://10.0.0.1:7443", "Listen:Metadata:0:Address")]
    [InlineData("lab", "fd:metadata", "http://10.0.0.1:7443", "Listen:Metadata:0:Server")]
    [InlineData("lab", "fd:metadata", null, "Listen:Metadata:0:Server")]
    public void Make_BadMetadataEntry_NamesTheKey(string network, string address, string? server, string key)
    {
        var error = Assert.Throws<ConfigurationException>(() => ListenerPlan.Make(new() { Metadata = [new() { Network = network, Address = address, Server = server }] }, "api.sock"));
        Assert.StartsWith(key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_Nothing_ListensOnLoopbackAndTheLocalSocket()
    {
        var plan = ListenerPlan.Make(new(), "api.sock");
        Assert.Equal([ListenerKind.Public, ListenerKind.Local], plan.Select(l => l.Feature.Kind));
        Assert.Equal("http://127.0.0.1:7080", plan[0].Address!.ToString());
    }

    [Theory]
    [InlineData("2", "metadata:guests", 7, "7", 2)]
    [InlineData("2", "metadata:guests", 7, "8", 0)]
    [InlineData("x", "metadata", 7, "7", 0)]
    [InlineData(" 1", "metadata", 7, "7", 0)]
    [InlineData(null, null, 7, null, 0)]
    public void Read_HandedOverSockets_OnlyForThisProcess(string? fds, string? names, int pid, string? listenPid, int expected)
    {
        var read = SystemdSockets.Read(key => key switch { "LISTEN_FDS" => fds, "LISTEN_FDNAMES" => names, "LISTEN_PID" => listenPid, _ => null }, pid);
        Assert.Equal(expected, read.Count);
        if (expected == 2)
            Assert.Equal(4, read["guests"]);
    }
}
