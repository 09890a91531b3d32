namespace Fleet.UserData.Tests;

public class SecrecyTests
{
    private const string Canary = "Zq7xK2vNw9RtLpYs4HbJc8MdFgQe3UaV";

    [Fact]
    public void ToString_Secret_IsMasked()
    {
        Assert.Equal("***", new Secret(Canary).ToString());
        Assert.Equal("***", $"{new Secret(Canary)}");
        Assert.Equal("", default(Secret).Reveal());
        Assert.Equal(new Secret("a"), new Secret("a"));
        Assert.NotEqual(new Secret("a"), new Secret("b"));
    }

    [Fact]
    public void ToString_UserWithPassword_DoesNotShowIt()
    {
        var user = Read.User($"passwd: {UserTests.Sha512}, hashed_passwd: {UserTests.Sha512}");

        Assert.Equal(UserTests.Sha512, user.HashedPasswd?.Reveal());
        Assert.DoesNotContain("$6$", user.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("$6$", Read.Document($"users: [{{name: alice, passwd: {UserTests.Sha512}}}]").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hostname: '_CANARY'")]
    [InlineData("users: ['CANARY']")]
    [InlineData("users: [{name: alice, passwd: 'CANARY'}]")]
    [InlineData("users: [{name: alice, plain_text_passwd: 'CANARY'}]")]
    [InlineData("users: [{name: alice, sudo: \"CANARY\\n\"}]")]
    [InlineData("users: [{name: alice, gecos: 'CANARY:'}]")]
    [InlineData("users: [{name: alice, uid: CANARY}]")]
    [InlineData("users: [{name: alice, lock_passwd: CANARY}]")]
    [InlineData("ssh_authorized_keys: [\"CANARY\\n-\"]")]
    [InlineData("write_files: [{path: CANARY}]")]
    [InlineData("write_files: [{path: /x, content: !!binary 'CANARY*'}]")]
    [InlineData("write_files: [{path: /x, content: 'CANARY*', encoding: b64}]")]
    [InlineData("write_files: [{path: /x, encoding: CANARY}]")]
    [InlineData("write_files: [{path: /x, permissions: CANARY}]")]
    [InlineData("write_files: [{path: /x, owner: 'CANARY!'}]")]
    [InlineData("runcmd: [\"CANARY\\0\"]")]
    [InlineData("runcmd: [a: CANARY]")]
    [InlineData("packages: CANARY")]
    [InlineData("nobody_knows: CANARY")]
    [InlineData("CANARY")]
    [InlineData("a: !CANARY x")]
    [InlineData("a: !!CANARY%zz x")]
    [InlineData("a: !CANARY!x y")]
    [InlineData("a: *CANARY")]
    [InlineData("a: 'CANARY")]
    [InlineData("a: b: CANARY")]
    [InlineData("a: [CANARY")]
    [InlineData("a: CANARY\u0007")]
    [InlineData("%CANARY x\n%TAG CANARY\n---\na: 1")]
    public void Parse_ValueThatIsRefusedOrSkipped_IsNeverRepeated(string yaml)
    {
        var result = Read.Yaml(yaml.Replace("CANARY", Canary, StringComparison.Ordinal));

        Assert.All(result.Errors, error => Assert.DoesNotContain(Canary, error.ToString(), StringComparison.OrdinalIgnoreCase));
        Assert.All(result.Document?.Notices ?? [], notice => Assert.DoesNotContain(Canary, notice.ToString(), StringComparison.OrdinalIgnoreCase));
        Assert.True(result.Errors.Count > 0 || result.Document!.Notices.Count > 0 || result.Document.Config!.Users.Count > 0);
    }
}
