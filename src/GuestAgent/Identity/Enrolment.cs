using System.Net;
using System.Security.Cryptography;
using Fleet.Contracts;
using Fleet.Contracts.Agents;
using Fleet.GuestAgent.Reporting;
using Fleet.GuestAgent.Sources;
using Fleet.GuestAgent.Sources.FleetMetadata;

namespace Fleet.GuestAgent.Identity;

/// <summary>A machine that the server knows by its address becomes an agent that it knows by its key.</summary>
internal sealed class Enrolment(IdentityStore store, MetadataService metadata, TimeProvider time, AgentLog log)
{
    public async Task<AgentIdentity> EnrolAsync(Bootstrap bootstrap, CancellationToken ct)
    {
        if (FleetServer.ProblemOf(bootstrap) is { } bad)
            throw new AgentRefusedException(bad);
        using var ca = CaPin.TryLoad(bootstrap.CaCertificate, bootstrap.CaPin, out var problem) ?? throw new AgentRefusedException($"{bootstrap.From}: {problem}");
        using var handler = PinnedTls.Handler(ca);
        using var http = FleetServer.Client(handler);
        using var key = store.Key();
        var reply = await SpendAsync(http, new(bootstrap.Server), key, ct).ConfigureAwait(false);
        if (bootstrap.Instance is { } expected && expected != reply.Instance)
            throw new AgentRefusedException($"{bootstrap.From} says instance {expected}, the server says {reply.Instance}");

        var identity = new AgentIdentity
        {
            Agent = reply.Agent,
            Instance = reply.Instance,
            Project = reply.Project,
            Server = bootstrap.Server,
            CaPin = bootstrap.CaPin,
            CaCertificate = bootstrap.CaCertificate,
            VerificationKeys = reply.VerificationKeys,
        };
        store.Save(identity);
        store.ForgetPending();
        return identity;
    }

    // A stored secret comes from a run that was cut off: perhaps it is spent, and the server gives the lost answer again; perhaps it is void.
    private async Task<EnrollReply> SpendAsync(HttpClient http, Uri server, ECDsa key, CancellationToken ct)
    {
        var pending = store.Pending();
        if (pending.JoinSecret is { } stored)
            try
            {
                return await EnrollAsync(http, server, key, pending.EnrollmentId, stored, ct).ConfigureAwait(false);
            }
            catch (AgentRefusedException e) when (e.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Conflict)
            {
                log.Info($"the stored join secret is void: {e.Message}");
            }

        var secret = await JoinAsync(ct).ConfigureAwait(false);
        store.Save(pending with { JoinSecret = secret });
        return await EnrollAsync(http, server, key, pending.EnrollmentId, secret, ct).ConfigureAwait(false);
    }

    private async Task<string> JoinAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return (await metadata.JoinAsync(ct).ConfigureAwait(false)).JoinSecret;
            }
            catch (AgentRefusedException e) when (e.Status is HttpStatusCode.TooManyRequests)
            {
                var wait = e.RetryAfter ?? TimeSpan.FromSeconds(5);
                log.Info($"{e.Message}; next try in {wait.TotalSeconds:0} s");
                await Task.Delay(wait + Backoff.Uniform(TimeSpan.FromSeconds(1)), time, ct).ConfigureAwait(false);
            }
            catch (AgentRefusedException e) when (e.Status is HttpStatusCode.Conflict)
            {
                throw new AgentRefusedException("the instance has an agent already, and this machine does not hold its key: for a rebuilt guest, PATCH the instance with {\"rejoin\": true}", e.Status);
            }
        }
    }

    private static async Task<EnrollReply> EnrollAsync(HttpClient http, Uri server, ECDsa key, Guid enrollmentId, string secret, CancellationToken ct)
    {
        var nonce = await http.GetAsync(new Uri(server, "/agent/v1/nonce"), ContractsJson.Default.NonceReply, ct).ConfigureAwait(false);
        var publicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        var request = new EnrollRequest
        {
            JoinSecret = secret,
            PublicKey = publicKey,
            EnrollmentId = enrollmentId,
            Nonce = nonce.Nonce,
            Signature = Convert.ToBase64String(key.SignData(AgentProof.Enroll(nonce.Nonce, enrollmentId, publicKey, secret), HashAlgorithmName.SHA256)),
        };
        return await http.PostAsync(new(server, "/agent/v1/enroll"), request, ContractsJson.Default.EnrollRequest, ContractsJson.Default.EnrollReply, ct).ConfigureAwait(false);
    }
}
