using Fleet.Contracts;
using Fleet.Contracts.Agents;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary><c>POST /agent/v1/token</c>: ten minutes, bound to (agent, epoch).</summary>
internal sealed class MintToken(NpgsqlDataSource source, Nonces nonces)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public static async Task<IResult> HandleAsync(MintToken mint, HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context, ContractsJson.Default.TokenRequest);
        if (body.Error is { } error)
            return new ErrorResult(error);
        context.Response.Headers.CacheControl = "no-store";
        return (await mint.RunAsync(body.Value!, context.RequestAborted)).Match(Results.Ok);
    }

    private async Task<Outcome<TokenReply>> RunAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        await using var find = source.CreateCommand("SELECT public_key, auth_epoch FROM agents WHERE id = $1 AND revoked_at IS NULL");
        find.Parameters.Add(new() { Value = request.Agent.Value });
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return new UnauthenticatedError();
        var (key, epoch) = (reader.GetFieldValue<byte[]>(0), reader.GetInt32(1));
        await reader.DisposeAsync();
        if (!AgentKey.Verify(key, AgentProof.Token(request.Nonce, request.Agent), request.Signature) || !await nonces.UseAsync(request.Nonce, cancellationToken))
            return new UnauthenticatedError();

        var token = Secrets.Make(Secrets.AgentPrefix);
        await using var insert = source.CreateCommand("INSERT INTO agent_tokens (sha256, agent_id, auth_epoch, expires_at) VALUES ($1, $2, $3, now() + $4)");
        insert.Parameters.Add(new() { Value = Secrets.Hash(token) });
        insert.Parameters.Add(new() { Value = request.Agent.Value });
        insert.Parameters.Add(new() { Value = epoch });
        insert.Parameters.Add(new() { Value = Life });
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return new TokenReply(token, (int)Life.TotalSeconds);
    }
}
