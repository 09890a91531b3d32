using System.Security.Cryptography;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Hosting.Files;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>
/// Signs with a P-256 key from a PEM file. Agents pin its public half at enrolment, so it is made once and never again: whoever has the database
/// but not this file can change what guests are told, and no guest will do it.
/// </summary>
internal sealed class FileOrderSigner : IOrderSigner, IDisposable
{
    private const string FileName = "signing-key.pem";
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly ECDsa key;
    private readonly string keyId;
    private readonly Lock signing = new();

    private FileOrderSigner(ECDsa key)
    {
        this.key = key;
        var info = key.ExportSubjectPublicKeyInfo();
        keyId = Convert.ToHexStringLower(SHA256.HashData(info).AsSpan(0, 8));
        VerificationKeys = [new(keyId, Convert.ToBase64String(info))];
    }

    public IReadOnlyList<VerificationKey> VerificationKeys { get; }

    public static string PathFrom(IConfiguration configuration) =>
        configuration["Signing:KeyFile"] ?? Path.Combine(configuration["Database:DataDirectory"] ?? "/var/lib/fleetd", FileName);

    /// <summary>Opens the key, and makes it when there is none.</summary>
    public static FileOrderSigner Open(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(PrivateFiles.ReadOrCreate(path, Make));
            if (key.ExportParameters(includePrivateParameters: true) is not { D: not null } parameters || parameters.Curve.Oid.Value != P256)
                throw new CryptographicException("it is not a private key on P-256");
            return new(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidOperationException($"reading the signing key {path}: {e.Message}", e);
        }
    }

    private static string Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    // OpenSSL's key handle is shared here by all requests, and nobody promises that it may be used by two at once.
    public SignedOrder Sign(string payload)
    {
        lock (signing)
            return OrderSignature.Sign(key, keyId, payload);
    }

    public void Dispose() => key.Dispose();
}
