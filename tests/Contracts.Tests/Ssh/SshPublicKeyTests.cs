using Fleet.Contracts.Ssh;
using Fleet.TestKit;

namespace Fleet.Contracts.Tests.Ssh;

public sealed class SshPublicKeyTests
{
    [Theory]
    [InlineData("ed25519", "0")]
    [InlineData("rsa", "2048")]
    [InlineData("ecdsa", "256")]
    [InlineData("ecdsa", "384")]
    [InlineData("ecdsa", "521")]
    public async Task TryParse_KeyMadeBySshKeygen_HasSshKeygensFingerprint(string type, string bits)
    {
        var file = Path.Combine(Path.GetTempPath(), "fleet-key-" + Guid.CreateVersion7());
        try
        {
            await Shell.RunAsync("ssh-keygen", ["-q", "-t", type, .. bits == "0" ? Array.Empty<string>() : ["-b", bits], "-N", "", "-C", "a comment", "-f", file]);
            var printed = await Shell.RunAsync("ssh-keygen", ["-lf", file + ".pub"]);
            var line = (await File.ReadAllTextAsync(file + ".pub", TestContext.Current.CancellationToken)).Trim();

            Assert.True(SshPublicKey.TryParse(line, out var key, out _));
            Assert.Equal(printed.Split(' ')[1], key!.Fingerprint);
            Assert.Equal(line, key.Line);
            Assert.Equal("a comment", key.Comment);

            var secret = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            Assert.False(SshPublicKey.TryParse(secret, out _, out var problem));
            Assert.Equal("sshKey.privateKey", problem!.Code);
        }
        finally
        {
            File.Delete(file);
            File.Delete(file + ".pub");
        }
    }

    private const string Good = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGMqm4oBPfHIH2ZfWbBVm3bOsbYcZqZPlTQe6KdLWN6s";

    [Theory]
    [InlineData("")]
    [InlineData("ssh-ed25519")]
    [InlineData("ssh-dss AAAAB3NzaC1kc3MAAACBAP")]
    [InlineData("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIGMqm4oBPfHIH2ZfWbBVm3bOsbYcZqZPlTQe6KdLWN6s")]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAHw==")]
    [InlineData("ssh-ed25519 AAAAC3Nza\nC1lZDI1NTE5")]
    [InlineData("command=\"rm\" " + Good)]
    [InlineData(Good + "\r\nssh-ed25519 AAAA")]
    [InlineData("---- BEGIN SSH2 PUBLIC KEY ----")]
    public void PA_11_TryParse_Malformed_IsRefused(string text)
    {
        Assert.False(SshPublicKey.TryParse(text, out var key, out var problem));
        Assert.Null(key);
        Assert.Equal("sshKey.malformed", problem!.Code);
    }

    [Theory]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("PuTTY-User-Key-File-3: ssh-ed25519")]
    public void PA_11_TryParse_PrivateKey_IsCalledOneAndNeverRepeated(string text)
    {
        Assert.False(SshPublicKey.TryParse(text, out _, out var problem));
        Assert.Equal("sshKey.privateKey", problem!.Code);
        Assert.DoesNotContain("b3Blb", problem.ToString(), StringComparison.Ordinal);
    }
}
