using Fleet.GuestAgent.Machine;

namespace Fleet.GuestAgent.Tests.Machine;

public sealed class HostnameTests
{
    [Theory]
    [InlineData("127.0.0.1\tlocalhost\n", "127.0.0.1\tlocalhost\n127.0.1.1\tweb.example.com web\n")]
    [InlineData("127.0.0.1 localhost\n127.0.1.1 old\n::1 ip6\n", "127.0.0.1 localhost\n127.0.1.1\tweb.example.com web\n::1 ip6\n")]
    [InlineData("10.0.0.5 web.internal web\n", "10.0.0.5 web.internal web\n")]
    [InlineData("127.0.0.1 localhost # web\n", "127.0.0.1 localhost # web\n127.0.1.1\tweb.example.com web\n")]
    public void Hosts_NameMissingOrThere_IsMadeToResolve(string before, string after)
    {
        Assert.Equal(after, Hostname.Hosts(before, "web", "web.example.com"));
        Assert.Equal(after, Hostname.Hosts(after, "web", "web.example.com"));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("x\n127.0.0.1 bank.example")]
    [InlineData("-x")]
    [InlineData("")]
    public void Set_BadName_IsRefused(string name)
    {
        using var tree = new GuestTree();
        Assert.Throws<MachineException>(() => tree.Host.Hostname.Set(name, null));
    }
}
