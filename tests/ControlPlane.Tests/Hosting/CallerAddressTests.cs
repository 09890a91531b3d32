using System.Net;
using Fleet.ControlPlane.Hosting.Listeners;
using Microsoft.AspNetCore.Http;

namespace Fleet.ControlPlane.Tests.Hosting;

public sealed class CallerAddressTests
{
    [Theory]
    [InlineData("10.0.0.2", "10.0.0.2")]
    [InlineData("::ffff:10.0.0.2", "10.0.0.2")]
    [InlineData("fe80::1%3", "fe80::1")]
    [InlineData("2001:DB8:0::1", "2001:db8::1")]
    public void Of_ASocketsAddress_IsWrittenAsRegistrationWritesIt(string socket, string expected)
    {
        var http = new DefaultHttpContext();
        http.Features.Set(new ListenerFeature(ListenerKind.Metadata, "lab"));
        http.Connection.RemoteIpAddress = IPAddress.Parse(socket);
        Assert.Equal(new CallerAddress("lab", expected), CallerAddress.Of(http));
    }

    [Fact]
    public void Of_AListenerWithoutANetwork_IsNobody()
    {
        var http = new DefaultHttpContext();
        http.Features.Set(new ListenerFeature(ListenerKind.Public));
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        Assert.Null(CallerAddress.Of(http));
    }
}
