namespace Fleet.ControlPlane.Hosting.Idempotency;

internal static class IdempotencyModule
{
    public static IServiceCollection AddIdempotency(this IServiceCollection services) =>
        services.AddSingleton<IdempotencyRecords>().AddHostedService<IdempotencySweep>();

    /// <summary>Lets the endpoint's POST be repeated under an <c>Idempotency-Key</c>.</summary>
    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder builder) => builder
        .AddEndpointFilter<IdempotencyFilter>()
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}

/// <summary>On an endpoint: its answer holds a secret and is not kept. A repeat gets 409 with the resource's place.</summary>
internal sealed class AnswersSecret;
