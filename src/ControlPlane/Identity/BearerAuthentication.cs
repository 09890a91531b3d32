using System.Security.Claims;
using System.Text.Encodings.Web;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Listeners;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Fleet.ControlPlane.Identity;

/// <summary><c>Authorization: Bearer …</c> and nothing else: no cookie, no query string opens the API.</summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, NpgsqlDataSource source, CircuitTokens circuits)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";
    public const string RoleClaim = "fleet:role";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count != 1 || !header[0]!.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var token = header[0]![7..].Trim();
        if (Secrets.Fits(token, Secrets.ApiPrefix))
            return await ApiTokenAsync(token);
        if (Secrets.Fits(token, Secrets.AgentPrefix))
            return await AgentTokenAsync(token);
        // A circuit's token is good on the dashboard's own socket alone.
        if (Secrets.Fits(token, Secrets.CircuitPrefix) && Context.Features.Get<ListenerFeature>()?.Kind == ListenerKind.Local && circuits.Find(token) is { } name)
            return Ticket(null, new(RoleClaim, Policies.Operator), new(Principals.ActorClaim, name));
        return AuthenticateResult.Fail("unknown token");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => new ErrorResult(new UnauthenticatedError()).ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        new ErrorResult(new ForbiddenError("this credential is good for other routes; agents and operators have their own")).ExecuteAsync(Context);

    private async Task<AuthenticateResult> ApiTokenAsync(string token)
    {
        await using var command = source.CreateCommand("SELECT name FROM api_tokens WHERE sha256 = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())");
        command.Parameters.Add(new() { Value = Secrets.Hash(token) });
        return await command.ExecuteScalarAsync(Context.RequestAborted) is string name
            ? Ticket(null, new(RoleClaim, Policies.Operator), new(Principals.ActorClaim, "token:" + name))
            : AuthenticateResult.Fail("unknown token");
    }

    private async Task<AuthenticateResult> AgentTokenAsync(string token)
    {
        await using var command = source.CreateCommand("""
            SELECT a.id, a.instance_id, i.project_id, t.expires_at FROM agent_tokens t
            JOIN agents a ON a.id = t.agent_id AND a.auth_epoch = t.auth_epoch AND a.revoked_at IS NULL
            JOIN instances i ON i.id = a.instance_id
            WHERE t.sha256 = $1 AND t.expires_at > now()
            """);
        command.Parameters.Add(new() { Value = Secrets.Hash(token) });
        await using var reader = await command.ExecuteReaderAsync(Context.RequestAborted);
        if (!await reader.ReadAsync(Context.RequestAborted))
            return AuthenticateResult.Fail("unknown token");
        var agent = reader.GetGuid(0);
        return Ticket(
            reader.GetFieldValue<DateTimeOffset>(3),
            new(RoleClaim, Policies.Agent), new(Principals.ActorClaim, $"agent:{agent:D}"), new(Principals.AgentClaim, agent.ToString("D")),
            new(Principals.InstanceClaim, reader.GetGuid(1).ToString("D")), new(Principals.ProjectClaim, reader.GetGuid(2).ToString("D")));
    }

    private AuthenticateResult Ticket(DateTimeOffset? expires, params Claim[] claims) =>
        AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, Scheme.Name)), new AuthenticationProperties { ExpiresUtc = expires }, Scheme.Name));
}
