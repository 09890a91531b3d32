using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Api;

namespace Fleet.Client;

/// <summary>One connection to a project's feed. Null means that it is down.</summary>
internal sealed class EventFeed(HttpClient http, string path, TimeProvider time) : IAsyncDisposable
{
    // The server starts its answer at once; what comes after may take for ever.
    private static readonly TimeSpan HeadersTime = TimeSpan.FromSeconds(30);
    private HttpResponseMessage? response;
    private IAsyncEnumerator<SseItem<string>>? events;

    public async Task<ProjectChange?> OpenAsync(CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(HeadersTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("text/event-stream");
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
                throw await ProblemReader.ReadAsync(response, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return null;
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            events = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            return new ProjectChange(ProjectChange.Reset, null);
        }
        catch (Exception down) when (IsDown(down, cancellationToken))
        {
            return null;
        }
    }

    public async Task<ProjectChange?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await events!.MoveNextAsync().ConfigureAwait(false))
                if (Read(events.Current) is { } change)
                    return change;
            return null;
        }
        catch (Exception down) when (IsDown(down, cancellationToken))
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (events is not null)
            await events.DisposeAsync().ConfigureAwait(false);
        response?.Dispose();
    }

    private static bool IsDown(Exception failure, CancellationToken cancellationToken) =>
        failure is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested;

    // A message of another type, or one that a newer server made, is none of ours.
    private static ProjectChange? Read(SseItem<string> item)
    {
        if (item.EventType == ProjectChange.Reset)
            return new ProjectChange(ProjectChange.Reset, null);
        try
        {
            return item.EventType == "change" ? JsonSerializer.Deserialize(item.Data, ContractsJson.Default.ProjectChange) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
