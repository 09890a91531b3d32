using Fleet.Contracts.Agents;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>How a guest becomes an agent: bootstrap and join on the metadata listener; nonce, enroll and token on the public one.</summary>
internal static class EnrolmentModule
{
    // A proof has about 600 bytes.
    private const int BodyBytes = 4096;

    public static IServiceCollection AddEnrolment(this IServiceCollection services)
    {
        services.AddSingleton<EnrolmentLimit>();
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

        // An agent has no credential before it has enrolled: these three prove it themselves. The filter from the services: by its type, each route would get one of its own.
        var agent = app.MapGroup("/agent/v1").AllowAnonymous().OnListener(ListenerKind.Public).WithTags("agent")
            .AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<EnrolmentLimit>().InvokeAsync(context, next));
        agent.MapGet("/nonce", async (Nonces nonces, TimeProvider time, CancellationToken ct) => Results.Ok(new NonceReply(await nonces.IssueAsync(ct), time.GetUtcNow())))
            .WithName("GetNonce").WithSummary("A nonce for the next proof: 60 s, single use");
        agent.MapPost("/enroll", Enroll.HandleAsync).WithName("Enroll").WithSummary("A join secret and a key become an agent").TakesBody<EnrollRequest>(BodyBytes);
        agent.MapPost("/token", MintToken.HandleAsync).WithName("MintToken").WithSummary("Proof of possession becomes a token of ten minutes").TakesBody<TokenRequest>(BodyBytes);
    }
}
