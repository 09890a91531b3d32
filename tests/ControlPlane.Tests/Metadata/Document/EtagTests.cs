using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Tests.Metadata.Document;

public sealed class EtagTests
{
    [Fact]
    public void ToString_BothHalves_SixteenHexDigitsProjectFirst()
    {
        Assert.Equal("0000000700000012", new Etag(7, 0x12).ToString());
        Assert.Equal("ffffffffffffffff", new Etag(uint.MaxValue, uint.MaxValue).ToString());
    }

    [Fact]
    public void TryParse_WhatToStringWrote_IsTheSame()
    {
        Assert.True(Etag.TryParse("80000001fffffffe", out var etag));
        Assert.Equal(new(0x8000_0001, 0xffff_fffe), etag);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("NONE")]
    [InlineData("000000070000001")]
    [InlineData("00000007000000012")]
    [InlineData("000000070000001G")]
    [InlineData("00000007000000AB")]
    [InlineData("\"00000070000001\"")]
    [InlineData(" 00000070000001 ")]
    [InlineData("+000000700000012")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(Etag.TryParse(text, out _));

    [Fact]
    public void IsNewerThan_EitherHalf_Counts()
    {
        Assert.True(new Etag(2, 5).IsNewerThan(new(1, 5)));
        Assert.True(new Etag(1, 6).IsNewerThan(new(1, 5)));
        Assert.False(new Etag(1, 5).IsNewerThan(new(1, 5)));
        Assert.False(new Etag(0, 5).IsNewerThan(new(1, 5)));
    }
}
