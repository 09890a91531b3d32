using System.Security.Cryptography;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>An agent's public key: P-256, and nothing else.</summary>
internal static class AgentKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>The key's DER, or null if the text is no P-256 SubjectPublicKeyInfo.</summary>
    public static byte[]? Parse(string base64)
    {
        if (base64.Length is 0 or > 256)
            return null;
        try
        {
            var der = Convert.FromBase64String(base64);
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(der, out var read);
            return read == der.Length && key.ExportParameters(false).Curve.Oid.Value == P256 ? der : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether the key signed the proof (ECDSA, SHA-256, IEEE P1363).</summary>
    public static bool Verify(byte[] publicKey, byte[] proof, string signature)
    {
        if (signature.Length is 0 or > 256)
            return false;
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            return key.VerifyData(proof, Convert.FromBase64String(signature), HashAlgorithmName.SHA256);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
