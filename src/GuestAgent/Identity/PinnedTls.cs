using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Fleet.GuestAgent.Identity;

/// <summary>
/// Trust in one CA and in nothing else: not in the system's store, not in what the connection brings. The name is checked by the platform's own
/// rules. No callback: a policy cannot forget to look at an error.
/// </summary>
internal static class PinnedTls
{
    /// <summary>One handler for REST and for the hub's WebSocket.</summary>
    public static SocketsHttpHandler Handler(X509Certificate2 ca) => new()
    {
        UseProxy = false, // a root agent's traffic does not follow the environment
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = Policy(ca),
        },
    };

    private static X509ChainPolicy Policy(X509Certificate2 ca)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(ca);
        policy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1")); // serverAuth: the CA may sign other things
        return policy;
    }
}
