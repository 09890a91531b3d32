using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fleet.Contracts;

namespace Fleet.GuestAgent.Identity;

/// <summary>Requests in the wire's JSON; an answer that is no success becomes its reason.</summary>
internal static class FleetHttp
{
    public static async Task<T> GetAsync<T>(this HttpClient http, Uri uri, JsonTypeInfo<T> type, CancellationToken ct)
    {
        using var response = await http.GetAsync(uri, ct).ConfigureAwait(false);
        return await ReadAsync(response, type, ct).ConfigureAwait(false);
    }

    public static async Task<TReply> PostAsync<T, TReply>(this HttpClient http, Uri uri, T body, JsonTypeInfo<T> type, JsonTypeInfo<TReply> reply, CancellationToken ct)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new("application/json");
        using var response = await http.PostAsync(uri, content, ct).ConfigureAwait(false);
        return await ReadAsync(response, reply, ct).ConfigureAwait(false);
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken ct)
    {
        await ThrowUnlessSuccessAsync(response, ct).ConfigureAwait(false);
        var bytes = await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new AgentRefusedException($"{Name(response)} answered what is no {typeof(T).Name}: {e.Message}", response.StatusCode);
        }
    }

    public static async Task ThrowUnlessSuccessAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.IsSuccessStatusCode)
            return;
        var bytes = await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false);
        var detail = Detail(bytes, response.Content.Headers.ContentType);
        throw new AgentRefusedException(
            $"{Name(response)} answered {(int)response.StatusCode}{(detail is null ? "" : ": " + detail)}", response.StatusCode, response.Headers.RetryAfter?.Delta);
    }

    /// <summary>A path, never a query: it may hold what is no one's business.</summary>
    private static string Name(HttpResponseMessage response) =>
        response.RequestMessage is { RequestUri: { } uri } request ? $"{request.Method} {uri.GetLeftPart(UriPartial.Path)}" : "the server";

    private static string? Detail(byte[] body, MediaTypeHeaderValue? type)
    {
        if (type?.MediaType != "application/problem+json" || body.Length > 16 * 1024)
            return null;
        try
        {
            var problem = JsonSerializer.Deserialize(body, ContractsJson.Default.FleetProblem);
            return problem?.Detail ?? problem?.Title;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
