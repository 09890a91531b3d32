using System.Text;
using Fleet.Contracts;
using Fleet.ControlPlane.Metadata.Watch;

namespace Fleet.ControlPlane.Tests.Metadata.Watch;

public sealed class ChangePayloadTests
{
    [Fact]
    public void Write_ManyChanges_EveryPayloadFitsAndNoneIsLost()
    {
        string[] kinds = ["metadata", "status", "spec", "boot"];
        var changes = Enumerable.Range(0, 1000).Select(i => new Change(ProjectId.New(), i % 3 == 0 ? null : InstanceId.New(), kinds[i % 4])).ToArray();
        var payloads = ChangePayload.Write("0a1b2c3d", changes);
        Assert.All(payloads, p => Assert.True(Encoding.UTF8.GetByteCount(p) <= ChangePayload.MaxBytes));
        Assert.All(payloads, p => Assert.Equal("0a1b2c3d", ChangePayload.Read(p).Sender));
        Assert.Equal(changes, payloads.SelectMany(p => ChangePayload.Read(p).Changes));
        Assert.True(payloads.Count < 12);
    }

    [Theory]
    [InlineData("")]
    [InlineData("someone")]
    [InlineData("someone;")]
    [InlineData("someone;z:0198c0de000070008000000000000000:-")]
    [InlineData("someone;m:not-a-guid:-,m:x")]
    public void Read_WhatANewerNodeMayHaveSent_IsPassedOver(string payload) => Assert.Empty(ChangePayload.Read(payload).Changes);
}
