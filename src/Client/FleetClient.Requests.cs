using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Fleet.Client;

public sealed partial class FleetClient
{
    /// <summary>Longer than any answer that the server does not hold on purpose.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(100);

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), (response, cancel) => ReadAsync(response, type, cancel), AnswerTime, cancellationToken);

    private Task<Tagged<T>> GetTaggedAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), (response, cancel) => ReadTaggedAsync(response, type, cancel), AnswerTime, cancellationToken);

    private Task<TReply> PostAsync<TBody, TReply>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TReply> replyType, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, bodyType) };
        request.Headers.Add("Idempotency-Key", idempotencyKey ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("D"));
        return SendAsync(request, (response, cancel) => ReadAsync(response, replyType, cancel), AnswerTime, cancellationToken);
    }

    private static HttpRequestMessage MergePatch(string path, HttpContent body, string? ifMatch)
    {
        body.Headers.ContentType = new MediaTypeHeaderValue("application/merge-patch+json");
        return WithIfMatch(new HttpRequestMessage(HttpMethod.Patch, path) { Content = body }, ifMatch);
    }

    private async Task DeleteAsync(string path, string? ifMatch, CancellationToken cancellationToken) =>
        await SendAsync(WithIfMatch(new HttpRequestMessage(HttpMethod.Delete, path), ifMatch), (_, _) => Task.FromResult(true), AnswerTime, cancellationToken)
            .ConfigureAwait(false);

    private static HttpRequestMessage WithIfMatch(HttpRequestMessage request, string? ifMatch)
    {
        if (ifMatch is not null)
            request.Headers.IfMatch.Add(ifMatch == "*" ? EntityTagHeaderValue.Any : EntityTagHeaderValue.Parse(ifMatch));
        return request;
    }

    private async Task<T> SendAsync<T>(
        HttpRequestMessage request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var _ = request;
        using var clock = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw await ProblemReader.ReadAsync(response, either.Token).ConfigureAwait(false);
            return await read(response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (clock.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{request.Method} {request.RequestUri}: no answer within {limit.TotalSeconds:0} s");
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("the answer is null");
        }
        catch (JsonException unreadable)
        {
            // a proxy's page with status 200, or a server of another version
            throw new FleetApiException(HttpStatusCode.BadGateway, null, ProblemReader.Name(response), unreadable);
        }
    }

    private static async Task<Tagged<T>> ReadTaggedAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        new(await ReadAsync(response, type, cancellationToken).ConfigureAwait(false), response.Headers.ETag?.ToString());
}
