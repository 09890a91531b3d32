using System.Net.Http.Json;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Api;

namespace Fleet.Client;

/// <summary>Turns an error answer into an exception.</summary>
internal static class ProblemReader
{
    public static async Task<FleetApiException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(response.StatusCode, await ProblemAsync(response, cancellationToken).ConfigureAwait(false), Name(response));

    public static string Name(HttpResponseMessage response) => $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}";

    private static async Task<FleetProblem?> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // A load balancer's 502 is html; its text is worth nothing to anyone.
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
            return null;
        try
        {
            return await response.Content.ReadFromJsonAsync(ContractsJson.Default.FleetProblem, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or HttpRequestException)
        {
            return null;
        }
    }
}
