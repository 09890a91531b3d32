using System.Security.Cryptography;
using System.Text;

namespace Fleet.ControlPlane.Hosting.Idempotency;

/// <summary>The request that claimed a key. <paramref name="ClaimedAt"/> tells it from one that took an abandoned key over.</summary>
internal sealed record IdempotencyClaim(string Principal, string Key, DateTime ClaimedAt);

/// <summary>What is known of a key: status is null while the first request still runs, body is null when it was not kept.</summary>
internal sealed record IdempotencyAnswer(byte[] RequestSha256, int? Status, string? Body, string? Etag, string? Location);

internal static class IdempotencyHash
{
    public static byte[] Of(HttpRequest request, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.PathBase}{request.Path}{request.QueryString}\n{request.ContentType}\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
