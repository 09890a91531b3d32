using System.Security.Cryptography;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Tests.Reporting;
using Fleet.GuestAgent.Upkeep;

namespace Fleet.GuestAgent.Tests.Upkeep;

public sealed class KeySetCheckTests : IDisposable
{
    public const string PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKBKbDwWmDGZGyAyvRWFZhBfHC8D4Fm2Ql3ZxqsmTZ alice@laptop";
    private readonly FakeFleet _fleet = new();

    [Fact]
    public void Check_SignedForMe_IsTaken()
    {
        var set = Check(Set());

        Assert.Null(set.Refused);
        Assert.Equal("alice", Assert.Single(set.Set!.Keys).User);
    }

    [Fact]
    public void Check_SignedForMyProject_IsTaken() => Assert.Null(Check(Set() with { Subject = OrderSubject.Of(_fleet.Project) }).Refused);

    /// <summary>HB-27</summary>
    [Fact]
    public void Check_SignedByAnotherKey_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var forged = OrderSignature.Sign(other, _fleet.KeyId, Json(Set()));

        Assert.Contains("not signed", Checker().Check(forged).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_PayloadAltered_IsRefused()
    {
        var signed = _fleet.Sign(Json(Set()));

        Assert.Contains("not signed", Checker().Check(signed with { Payload = signed.Payload.Replace("alice", "mallory", StringComparison.Ordinal) }).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ForAnotherInstanceOrProject_IsRefused()
    {
        Assert.NotNull(Check(Set() with { Subject = OrderSubject.Of(InstanceId.New()) }).Refused);
        Assert.NotNull(Check(Set() with { Subject = OrderSubject.Of(ProjectId.New()) }).Refused);
    }

    [Fact]
    public void Check_OfAnotherKind_IsRefused() => Assert.NotNull(Check(Set() with { Kind = "scripts" }).Refused);

    /// <summary>HB-25</summary>
    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    [InlineData(8, false)]
    public void Check_RevisionSevenApplied_RefusesOlderOnly(long revision, bool refused) =>
        Assert.Equal(refused, Check(Set() with { Revision = revision }, applied: 7).Refused is not null);

    [Fact]
    public void Check_KeysThatAreNone_AreNamedAndTheOthersTaken()
    {
        OrderedKey Key(string user, string key) => new() { Id = SshKeyId.New(), User = user, PublicKey = key };
        OrderedKey[] keys = [Key("alice", PublicKey), Key("../root", PublicKey), Key("bob", "command=\"x\" " + PublicKey), Key("carol", PublicKey + "\nssh-rsa x")];

        var set = Check(Set() with { Keys = keys });

        Assert.Single(set.Set!.Keys);
        Assert.Equal(keys[1..].Select(k => k.Id), set.Problems.Select(p => p.KeyId));
    }

    [Fact]
    public void Check_PayloadIsNoJson_IsRefused() => Assert.NotNull(Checker().Check(_fleet.Sign("{")).Refused);

    [Fact]
    public void UserData_ForAnotherInstanceOrForged_IsRefused()
    {
        var order = new UserDataOrder { Kind = UserDataOrder.KindValue, Subject = OrderSubject.Of(_fleet.Instance), Revision = 1, Sha256 = "00", Size = 1 };
        string Text(UserDataOrder o) => JsonSerializer.Serialize(o, ContractsJson.Default.UserDataOrder);
        var identity = Agents.Identity(_fleet);

        Assert.Equal(order, UserDataCheck.Verify(_fleet.Sign(Text(order)), identity));
        Assert.Throws<AgentRefusedException>(() => UserDataCheck.Verify(_fleet.Sign(Text(order with { Subject = OrderSubject.Of(InstanceId.New()) })), identity));
        Assert.Throws<AgentRefusedException>(() => UserDataCheck.Verify(_fleet.Sign(Text(order with { Size = Limits.UserDataBytes + 1 })), identity));
        Assert.Throws<AgentRefusedException>(() => UserDataCheck.Verify(_fleet.Sign(Text(order)) with { Payload = Text(order with { Sha256 = "11" }) }, identity));
    }

    public void Dispose()
    {
        _fleet.OrderKey.Dispose();
        _fleet.Ca.Dispose();
    }

    private KeySetOrder Set() => new()
    {
        Kind = KeySetOrder.KindValue,
        Subject = OrderSubject.Of(_fleet.Instance),
        Revision = 7,
        Keys = [new() { Id = SshKeyId.New(), User = "alice", PublicKey = PublicKey }],
    };

    private KeySetCheck Checker(long? applied = null) => new(Agents.Identity(_fleet), _ => applied);

    private CheckedKeySet Check(KeySetOrder order, long? applied = null) => Checker(applied).Check(_fleet.Sign(Json(order)));

    private static string Json(KeySetOrder order) => JsonSerializer.Serialize(order, ContractsJson.Default.KeySetOrder);
}
