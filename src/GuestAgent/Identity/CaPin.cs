using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fleet.GuestAgent.Identity;

/// <summary><c>sha256/BASE64</c> over a CA's SubjectPublicKeyInfo (the form of RFC 7469).</summary>
internal static class CaPin
{
    public static string Of(X509Certificate2 ca) => "sha256/" + Convert.ToBase64String(SHA256.HashData(ca.PublicKey.ExportSubjectPublicKeyInfo()));

    /// <summary>The CA of a PEM text, if it has the pin.</summary>
    public static X509Certificate2? TryLoad(string pem, string pin, out string? problem)
    {
        X509Certificate2 ca;
        try
        {
            ca = X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException)
        {
            problem = "caCertificate is not a certificate in PEM";
            return null;
        }

        problem = Of(ca) == pin ? null : $"the CA certificate has the pin {Of(ca)}, not {pin}";
        if (problem is null)
            return ca;
        ca.Dispose();
        return null;
    }
}
