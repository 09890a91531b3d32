using System.Text;

namespace Fleet.UserData.Tests;

public class SshKeyTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1c2VyLWRhdGEgdGVzdCBrZXkgb25seSEhISEhISE alice@example.org";

    [Theory]
    [InlineData("[KEY]")]
    [InlineData("KEY")]
    [InlineData("{laptop: KEY}")]
    [InlineData("\n- |\n  KEY\n")]
    [InlineData("[\"  KEY\\r\\n\"]")]
    public void Parse_KeysInEachForm_AreTrimmedLines(string form)
    {
        var keys = form.Replace("KEY", Key, StringComparison.Ordinal);
        var config = Read.Config($"ssh_authorized_keys: {keys}\nusers:\n- name: alice\n  ssh_authorized_keys: {keys.Replace("\n", "\n  ", StringComparison.Ordinal)}");

        Assert.Equal([Key], config.SshAuthorizedKeys);
        Assert.Equal([Key], config.Users[0].SshAuthorizedKeys);
    }

    [Theory]
    [InlineData("['']")]
    [InlineData("[\"ssh-ed25519 AAAA\\nssh-ed25519 BBBB\"]")]
    [InlineData("[\"ssh-ed25519 AAAA\\0\"]")]
    [InlineData("[\"ssh-ed25519 AAAA\\u001b[2J\"]")]
    public void Parse_KeyThatIsNotOneLine_IsAnError(string keys)
    {
        var error = Read.Error($"ssh_authorized_keys: {keys}");

        Assert.Equal(("user_data.ssh_key", "ssh_authorized_keys[0]"), (error.Code, error.Path));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Parse_KeyAtTheLimit_IsJudged(int over, bool valid) =>
        Assert.Equal(valid, Read.Yaml("ssh_authorized_keys: [ssh-" + new string('x', 16 * 1024 - 4 + over) + "]").IsValid);

    [Theory] // PA-11
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("-----begin rsa private key-----")]
    [InlineData("PuTTY-User-Key-File-3: ssh-ed25519")]
    public void Parse_PrivateKey_IsAnErrorThatDoesNotRepeatIt(string header)
    {
        const string Canary = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU";
        foreach (var yaml in new[] { $"ssh_authorized_keys:\n- |\n  {header}\n  {Canary}\n", $"users:\n- name: alice\n  ssh_authorized_keys:\n  - |\n    {header}\n    {Canary}\n" })
        {
            var error = Read.Error(yaml);

            Assert.Equal("user_data.private_key", error.Code);
            Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Parse_CallersCheck_RefusesAKey()
    {
        var content = Encoding.UTF8.GetBytes("#cloud-config\nssh_authorized_keys: [good, bad]");

        var error = Read.Only(UserDataParser.Parse(content, sshKeyProblem: key => key == "bad" ? "This is not a key." : null));

        Assert.Equal(("user_data.ssh_key", "This is not a key.", "ssh_authorized_keys[1]"), (error.Code, error.Message, error.Path));
    }
}
