using Fleet.ControlPlane.Metadata.Dialects.Gce;
using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Tests.Metadata.Dialects;

public sealed class GceValueTests
{
    private static readonly DocumentKey Plain = new("alice", "ssh-ed25519 AAAA my laptop", null);
    private static readonly DocumentKey Expiring = new("bob", "ssh-ed25519 BBBB comment", new(2030, 5, 6, 7, 8, 9, 999, TimeSpan.Zero));

    [Fact]
    public void Join_AttributeAndKeys_OnePerLineInOrder() => Assert.Equal(
        "root:ssh-rsa X\nalice:ssh-ed25519 AAAA my laptop\nbob:ssh-ed25519 BBBB google-ssh {\"userName\":\"bob\",\"expireOn\":\"2030-05-06T07:08:09+0000\"}",
        GceSshKeys.Join("root:ssh-rsa X\n\n", [Plain, Expiring]));

    [Theory]
    [InlineData(null)]
    [InlineData("root:ssh-rsa X\n")]
    public void Join_NoKeys_IsTheAttributeAsItIs(string? attribute) => Assert.Equal(attribute, GceSshKeys.Join(attribute, []));

    [Fact]
    public void Text_NotUtf8OrWithNul_IsNone()
    {
        Assert.Equal("grün", GceUserData.Text("grün"u8.ToArray()));
        Assert.Null(GceUserData.Text([0x1f, 0x8b, 0x08]));
        Assert.Null(GceUserData.Text("a\0b"u8.ToArray()));
    }

    [Fact]
    public void Entries_OfTheTable_AreSortedSoThatListingsAre() =>
        Assert.Equal(GceTable.Entries.Select(e => e.Path).Order(StringComparer.Ordinal), GceTable.Entries.Select(e => e.Path));
}
