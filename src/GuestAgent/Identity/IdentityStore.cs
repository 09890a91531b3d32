using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Fleet.GuestAgent.Identity;

/// <summary>What of the identity is on the disk.</summary>
internal sealed class IdentityStore(StateFiles files)
{
    public const string Directory = "/var/lib/fleet/identity";
    private const string KeyPath = Directory + "/key.pem";
    private const string PendingPath = Directory + "/enrollment.json";
    private const string IdentityPath = Directory + "/identity.json";

    /// <summary>Null when this machine has never enrolled.</summary>
    public AgentIdentity? Load() => files.Read(IdentityPath) is { } json ? JsonSerializer.Deserialize(json, IdentityJson.Default.AgentIdentity) : null;

    public void Save(AgentIdentity identity) => files.Write(IdentityPath, JsonSerializer.SerializeToUtf8Bytes(identity, IdentityJson.Default.AgentIdentity));

    /// <summary>The agent's key: made and synced at the first call, before any request names it. P-256, because .NET has it in TLS and X.509 everywhere.</summary>
    public ECDsa Key()
    {
        if (files.Read(KeyPath) is { } pem)
        {
            var stored = ECDsa.Create();
            stored.ImportFromPem(Encoding.ASCII.GetString(pem));
            return stored;
        }

        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        files.Write(KeyPath, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        return key;
    }

    public PendingEnrollment Pending()
    {
        if (files.Read(PendingPath) is { } json && JsonSerializer.Deserialize(json, IdentityJson.Default.PendingEnrollment) is { } stored)
            return stored;
        var pending = new PendingEnrollment { EnrollmentId = Guid.CreateVersion7() };
        Save(pending);
        return pending;
    }

    public void Save(PendingEnrollment pending) => files.Write(PendingPath, JsonSerializer.SerializeToUtf8Bytes(pending, IdentityJson.Default.PendingEnrollment));

    /// <summary>The join secret is used up: it goes.</summary>
    public void ForgetPending() => files.Delete(PendingPath);
}
