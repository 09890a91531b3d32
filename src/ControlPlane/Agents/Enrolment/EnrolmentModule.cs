using Fleet.ControlPlane.Hosting.Listeners;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>How a guest becomes an agent: bootstrap and join on the metadata listener; nonce, enroll and token on the public one.</summary>
internal static class EnrolmentModule
{
    public static IServiceCollection AddEnrolment(this IServiceCollection services)
    {
        services.AddSingleton<Nonces>();
        services.AddSingleton<JoinSecrets>();
        services.AddSingleton<Enroll>();
        services.AddSingleton<MintToken>();
        services.AddHostedService<CredentialSweep>();
        return services;
    }

    public static void MapEnrolment(this IEndpointRouteBuilder app)
    {
        var guest = app.MapGroup("/fleet/v1").AllowAnonymous().OnListener(ListenerKind.Metadata).AddEndpointFilter<FleetDialectGuard>().ExcludeFromDescription();
        guest.MapGet("/bootstrap", Bootstrap.HandleAsync);
        guest.MapPost("/join", Join.HandleAsync);

        // An agent has no credential before it has enrolled: these three prove it themselves.
        var agent = app.MapGroup("/agent/v1").AllowAnonymous().OnListener(ListenerKind.Public).AddEndpointFilter<EnrolmentLimit>().WithTags("agent");
        agent.MapGet("/nonce", async (Nonces nonces, TimeProvider time, CancellationToken ct) => Results.Ok(new Contracts.Agents.NonceReply(await nonces.IssueAsync(ct), time.GetUtcNow())))
            .WithName("GetNonce").WithSummary("A nonce for the next proof: 60 s, single use");
        agent.MapPost("/enroll", Enroll.HandleAsync).WithName("Enroll").WithSummary("A join secret and a key become an agent");
        agent.MapPost("/token", MintToken.HandleAsync).WithName("MintToken").WithSummary("Proof of possession becomes a token of ten minutes");
    }
}
