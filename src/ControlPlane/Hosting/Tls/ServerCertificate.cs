using System.Security.Cryptography.X509Certificates;

namespace Fleet.ControlPlane.Hosting.Tls;

/// <summary>The certificate of the https listeners: issued at the start, and anew when a third of its life is left.</summary>
internal sealed class ServerCertificate(CertificateAuthority authority, IReadOnlyList<string> names, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(90);
    private readonly Lock gate = new();
    private X509Certificate2? current;

    public X509Certificate2 Current
    {
        get
        {
            lock (gate)
            {
                var now = time.GetUtcNow();
                if (current is null || current.NotAfter - now.UtcDateTime < Life / 3)
                    current = authority.Issue(names, now, Life);
                return current;
            }
        }
    }
}
