namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>On an endpoint: how large its body may be, and in which forms it comes.</summary>
internal sealed record BodyRules(int MaxBytes, IReadOnlyList<string> MediaTypes)
{
    public static readonly IReadOnlyList<string> Json = ["application/json"];
    public static readonly IReadOnlyList<string> Patch = ["application/merge-patch+json", "application/json"];

    public static BodyRules Of(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<BodyRules>() ?? new(16 * 1024, Json);
}

internal static class BodyRulesExtensions
{
    /// <summary>
    /// Declares the body of an endpoint. Not <c>Accepts</c>: with it, routing itself would answer 415, without a problem and before authorisation.
    /// </summary>
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder builder, int maxBytes, bool patch = false)
    {
        var mediaTypes = patch ? BodyRules.Patch : BodyRules.Json;
        return builder.WithMetadata(new BodyRules(maxBytes, mediaTypes)).AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken);
            operation.RequestBody = new Microsoft.OpenApi.OpenApiRequestBody
            {
                Required = true,
                Content = mediaTypes.ToDictionary(type => type, _ => new Microsoft.OpenApi.OpenApiMediaType { Schema = schema }),
            };
        });
    }
}
