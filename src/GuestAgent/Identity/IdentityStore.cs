using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Fleet.GuestAgent.Identity;

/// <summary>What of the identity is on the disk.</summary>
internal sealed class IdentityStore(StateFiles files, Action<string> report)
{
    public const string Directory = "/var/lib/fleet/identity";
    private const string KeyPath = Directory + "/key.pem";
    private const string PendingPath = Directory + "/enrollment.json";
    private const string IdentityPath = Directory + "/identity.json";

    /// <summary>Null when this machine has not enrolled. What is damaged is set aside: the machine is as one that has not.</summary>
    public AgentIdentity? Load()
    {
        if (files.Read(IdentityPath) is not { } json)
            return null;
        if (ProblemOf(json, out var identity) is not { } problem)
            return identity;
        SetAside(IdentityPath, json, problem);
        return null;
    }

    public void Save(AgentIdentity identity) => files.Write(IdentityPath, JsonSerializer.SerializeToUtf8Bytes(identity, IdentityJson.Default.AgentIdentity));

    /// <summary>The agent's key: made and synced at the first call, before any request names it. P-256, because .NET has it in TLS and X.509 everywhere.</summary>
    public ECDsa Key()
    {
        if (files.Read(KeyPath) is { } pem)
        {
            var stored = ECDsa.Create();
            if (Import(stored, pem) is not { } problem)
                return stored;
            stored.Dispose();
            SetAside(KeyPath, pem, problem);
        }

        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        files.Write(KeyPath, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        return key;
    }

    public PendingEnrollment Pending()
    {
        if (files.Read(PendingPath) is { } json)
            try
            {
                return JsonSerializer.Deserialize(json, IdentityJson.Default.PendingEnrollment) ?? throw new JsonException("null");
            }
            catch (JsonException e)
            {
                SetAside(PendingPath, json, e.Message);
            }

        var pending = new PendingEnrollment { EnrollmentId = Guid.CreateVersion7() };
        Save(pending);
        return pending;
    }

    public void Save(PendingEnrollment pending) => files.Write(PendingPath, JsonSerializer.SerializeToUtf8Bytes(pending, IdentityJson.Default.PendingEnrollment));

    /// <summary>The join secret is used up: it goes.</summary>
    public void ForgetPending() => files.Delete(PendingPath);

    // All that connecting will need: a fault that shows only then would end the daemon at each start.
    private string? ProblemOf(byte[] json, out AgentIdentity? identity)
    {
        identity = null;
        try
        {
            identity = JsonSerializer.Deserialize(json, IdentityJson.Default.AgentIdentity);
            if (identity is not { VerificationKeys: not null } || !Uri.TryCreate(identity.Server, UriKind.Absolute, out _))
                return "it is not whole";
            using var ca = X509Certificate2.CreateFromPem(identity.CaCertificate);
        }
        catch (Exception e) when (e is JsonException or CryptographicException or ArgumentException or FormatException)
        {
            return e.Message;
        }

        if (files.Read(KeyPath) is not { } pem)
            return "its key is gone";
        using var key = ECDsa.Create();
        return Import(key, pem) is { } problem ? $"its key is damaged: {problem}" : null;
    }

    private static string? Import(ECDsa key, byte[] pem)
    {
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(pem));
            return null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return e.Message;
        }
    }

    private void SetAside(string path, byte[] content, string problem)
    {
        files.Write(path + ".damaged", content);
        files.Delete(path);
        report($"{path} is damaged ({problem}): it is kept as {path}.damaged, and this machine goes on without it");
    }
}
