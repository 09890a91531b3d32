using Fleet.Contracts;

namespace Fleet.Client;

/// <summary>
/// Fleet's REST API, <c>/api/v1</c>. Every method throws <see cref="FleetApiException"/> when the server refuses, <see cref="HttpRequestException"/> when it
/// cannot be reached, <see cref="TimeoutException"/> when it does not answer in time. Safe for concurrent use.
/// </summary>
public sealed partial class FleetClient
{
    private static readonly ContractsJson Json = ContractsJson.Default;
    private readonly HttpClient http;
    private readonly TimeProvider time;

    /// <summary>A client on the system's clock.</summary>
    /// <param name="http">From <see cref="FleetHandlers.Connect"/>, or one with a base address and without a timeout; stays the caller's.</param>
    public FleetClient(HttpClient http)
        : this(http, TimeProvider.System)
    {
    }

    /// <summary>A client.</summary>
    /// <param name="http">From <see cref="FleetHandlers.Connect"/>, or one with a base address and without a timeout; stays the caller's.</param>
    /// <param name="time">For time limits and back-off.</param>
    public FleetClient(HttpClient http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(time);
        this.http = http;
        this.time = time;
    }
}
