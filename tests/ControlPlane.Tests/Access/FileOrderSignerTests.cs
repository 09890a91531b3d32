using System.Security.Cryptography;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Access.Keys;

namespace Fleet.ControlPlane.Tests.Access;

public sealed class FileOrderSignerTests : IDisposable
{
    private readonly string directory = Path.Combine(Path.GetTempPath(), "fleet-signer-" + RandomNumberGenerator.GetHexString(8, lowercase: true));

    private string KeyFile => Path.Combine(directory, "signing-key.pem");

    [Fact]
    public void Open_Twice_IsTheSameKeyAndPrivate()
    {
        using var first = FileOrderSigner.Open(KeyFile);
        using var second = FileOrderSigner.Open(KeyFile);
        Assert.Equal(first.VerificationKeys, second.VerificationKeys);
        Assert.Matches("^[0-9a-f]{16}$", first.VerificationKeys[0].KeyId);
        Assert.True(OrderSignature.Verify(first.Sign("{}"), second.VerificationKeys));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    [Fact]
    public async Task Open_ByManyAtOnce_IsOneKey()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
        {
            using var signer = FileOrderSigner.Open(KeyFile);
            return signer.VerificationKeys[0];
        })));
        Assert.Single(keys.Distinct());
        Assert.Equal(2, Directory.GetFiles(directory).Length);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    public void Open_AFileThatIsNoKey_SaysWhichFile(string text)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(KeyFile, text);
        Assert.Contains(KeyFile, Assert.Throws<InvalidOperationException>(() => FileOrderSigner.Open(KeyFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AKeyOnAnotherCurve_IsRefused()
    {
        Directory.CreateDirectory(directory);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        Assert.Throws<InvalidOperationException>(() => FileOrderSigner.Open(KeyFile));
    }

    public void Dispose()
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }
}
