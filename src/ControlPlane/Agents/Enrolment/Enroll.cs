using Fleet.Contracts;
using Fleet.Contracts.Agents;
using Fleet.ControlPlane.Access.Keys;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary><c>POST /agent/v1/enroll</c>. Every refusal is the same 401: unknown, used, expired, somebody else's.</summary>
internal sealed class Enroll(NpgsqlDataSource source, Nonces nonces, IOrderSigner signer)
{
    public static async Task<IResult> HandleAsync(Enroll enroll, HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, ContractsJson.Default.EnrollRequest);
        if (body.Error is { } error)
            return new ErrorResult(error);
        context.Response.Headers.CacheControl = "no-store";
        return (await enroll.RunAsync(body.Value!, context.RequestAborted)).Match(Results.Ok);
    }

    private async Task<Outcome<EnrollReply>> RunAsync(EnrollRequest request, CancellationToken cancellationToken)
    {
        if (AgentKey.Parse(request.PublicKey) is not { } key)
            return InvalidError.Of("/publicKey", "must be a P-256 SubjectPublicKeyInfo, DER, base64", "enroll.key");
        if (request.EnrollmentId == Guid.Empty)
            return InvalidError.Of("/enrollmentId", "must be a UUID of the agent's own", "enroll.id");
        if (!AgentKey.Verify(key, AgentProof.Enroll(request.Nonce, request.EnrollmentId, request.PublicKey, request.JoinSecret), request.Signature)
            || !await nonces.UseAsync(request.Nonce, cancellationToken) || !Secrets.Fits(request.JoinSecret, Secrets.JoinPrefix))
            return new UnauthenticatedError();
        try
        {
            var found = await InsertAsync(request, key, cancellationToken) ?? await RepeatAsync(request, key, cancellationToken);
            return found is { } agent
                ? new EnrollReply { Agent = agent.Agent, Instance = agent.Instance, Project = agent.Project, VerificationKeys = signer.VerificationKeys }
                : new UnauthenticatedError();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another agent of this instance was faster, with another secret.
            return new UnauthenticatedError();
        }
    }

    // One statement: the secret is used by one caller alone, exactly when the agent exists (HB-01).
    private async Task<(AgentId Agent, InstanceId Instance, ProjectId Project)?> InsertAsync(EnrollRequest request, byte[] key, CancellationToken cancellationToken)
    {
        var agent = AgentId.New();
        await using var command = source.CreateCommand("""
            WITH used AS (UPDATE join_secrets SET used_at = now(), used_by = $2 WHERE sha256 = $1 AND used_at IS NULL AND expires_at > now() RETURNING instance_id),
                 made AS (INSERT INTO agents (id, instance_id, public_key, enrollment_id, auth_epoch) SELECT $2, instance_id, $3, $4, 0 FROM used RETURNING instance_id),
                 audit AS (INSERT INTO audit_events (actor, action, project_id, resource)
                           SELECT 'agent:' || $2, 'agents.enroll', i.project_id, 'instances/' || i.id FROM made JOIN instances i ON i.id = made.instance_id)
            SELECT i.id, i.project_id FROM made JOIN instances i ON i.id = made.instance_id
            """);
        command.Parameters.Add(new() { Value = Secrets.Hash(request.JoinSecret) });
        command.Parameters.Add(new() { Value = agent.Value });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = request.EnrollmentId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (agent, new(reader.GetGuid(0)), new(reader.GetGuid(1))) : null;
    }

    // The answer got lost: the same secret, key and enrollmentId ask again, within 15 minutes.
    private async Task<(AgentId Agent, InstanceId Instance, ProjectId Project)?> RepeatAsync(EnrollRequest request, byte[] key, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT a.id, i.id, i.project_id FROM join_secrets j JOIN agents a ON a.id = j.used_by JOIN instances i ON i.id = a.instance_id
            WHERE j.sha256 = $1 AND a.public_key = $2 AND a.enrollment_id = $3 AND a.revoked_at IS NULL AND j.used_at > now() - interval '15 minutes'
            """);
        command.Parameters.Add(new() { Value = Secrets.Hash(request.JoinSecret) });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = request.EnrollmentId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (new(reader.GetGuid(0)), new(reader.GetGuid(1)), new(reader.GetGuid(2))) : null;
    }
}
