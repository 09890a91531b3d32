using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Fleet.Contracts;
using Fleet.Contracts.Agents;
using Fleet.GuestAgent.Identity;

namespace Fleet.GuestAgent.Upkeep;

/// <summary>Reads what this machine should be. The held GET is the only way it arrives.</summary>
internal sealed class DocumentClient(FleetServer server)
{
    private const int HoldSeconds = 60;
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    // The server holds for a minute; after a quarter more the connection is dead, whatever TCP says.
    private static readonly TimeSpan WatchTimeout = TimeSpan.FromSeconds(75);

    public Task<DesiredState> ReadAsync(CancellationToken ct) => GetAsync("/agent/v1/document", ReadTimeout, ct);

    /// <summary>Returns when the ETag is another one, or, with the same one, when the time is up.</summary>
    public Task<DesiredState> WatchAsync(string lastETag, CancellationToken ct) =>
        GetAsync($"/agent/v1/document?wait_for_change=true&last_etag={Uri.EscapeDataString(lastETag)}&timeout_sec={HoldSeconds}", WatchTimeout, ct);

    /// <summary>The user-data, if its order is signed for this instance and the body is the one that was signed; null when there is none.</summary>
    public async Task<byte[]?> UserDataAsync(AgentDocument document, CancellationToken ct)
    {
        if (document.UserData is not { } signed)
            return null;
        var order = UserDataCheck.Verify(signed, server.Identity);
        using var response = await server.GetAsync("/agent/v1/user-data", ReadTimeout, ct).ConfigureAwait(false);
        await FleetHttp.ThrowUnlessSuccessAsync(response, ct).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false);
        if (body.Length != order.Size || Convert.ToHexStringLower(SHA256.HashData(body)) != order.Sha256)
            throw new AgentRefusedException("the user-data is not the one that was signed");
        return body;
    }

    private async Task<DesiredState> GetAsync(string path, TimeSpan timeout, CancellationToken ct)
    {
        using var response = await server.GetAsync(path, timeout, ct).ConfigureAwait(false);
        var document = await FleetHttp.ReadAsync(response, ContractsJson.Default.AgentDocument, ct).ConfigureAwait(false);
        if (document.Instance != server.Identity.Instance)
            throw new AgentRefusedException($"the document is of instance {document.Instance}", HttpStatusCode.OK);
        return new(document, ETagOf(response.Headers) ?? document.Revision);
    }

    // Unquoted in the metadata's dialects, quoted where a proxy had its way: .NET's typed header would refuse the first.
    private static string? ETagOf(HttpResponseHeaders headers) => headers.NonValidated.TryGetValues("ETag", out var values) ? values.ToString().Trim('"') : null;
}
