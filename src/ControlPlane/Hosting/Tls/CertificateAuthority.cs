using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fleet.ControlPlane.Hosting.Files;

namespace Fleet.ControlPlane.Hosting.Tls;

/// <summary>Fleet's own CA, made at the first start: certificate and key in one file, 0600, outside the database. Guests pin its key; nodes of one fleet share the file.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private readonly X509Certificate2 certificate;

    private CertificateAuthority(X509Certificate2 certificate) => this.certificate = certificate;

    /// <summary>The certificate as PEM.</summary>
    public string Pem => certificate.ExportCertificatePem();

    /// <summary><c>sha256/BASE64</c> of the SubjectPublicKeyInfo (RFC 7469's form).</summary>
    public string Pin => "sha256/" + Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    public static CertificateAuthority Open(string path, TimeProvider time)
    {
        // Certificate and key are one file, so that they cannot come apart.
        var pem = PrivateFiles.ReadOrCreate(path, () => Make(time.GetUtcNow()));
        return new(X509Certificate2.CreateFromPem(pem, pem));
    }

    /// <summary>A server certificate for these names and addresses.</summary>
    public X509Certificate2 Issue(IEnumerable<string> names, DateTimeOffset now, TimeSpan life)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=fleetd", key, HashAlgorithmName.SHA256);
        var subjects = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
            if (System.Net.IPAddress.TryParse(name, out var address))
                subjects.AddIpAddress(address);
            else
                subjects.AddDnsName(name);
        request.CertificateExtensions.Add(subjects.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, true, false));
        var end = now + life < certificate.NotAfter ? now + life : certificate.NotAfter;
        using var issued = request.Create(certificate, now - TimeSpan.FromHours(1), end, RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }

    private static string Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Fleet CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var made = request.CreateSelfSigned(now - TimeSpan.FromDays(1), now + TimeSpan.FromDays(3650));
        return made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    public void Dispose() => certificate.Dispose();
}
