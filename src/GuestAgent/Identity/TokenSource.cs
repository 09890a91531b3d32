using System.Security.Cryptography;
using Fleet.Contracts;
using Fleet.Contracts.Agents;

namespace Fleet.GuestAgent.Identity;

/// <summary>The access token: minted by proof of possession, renewed after two thirds of its life on the monotonic clock, never written down.</summary>
internal sealed class TokenSource(HttpClient http, AgentIdentity identity, ECDsa key, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly Uri _server = new(identity.Server);
    private string? _token;
    private long _mintedAt;
    private TimeSpan _renewAfter;

    public async Task<string> GetAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return _token is { } token && time.GetElapsedTime(_mintedAt) < _renewAfter ? token : await MintAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The server did not take this token: the next caller mints another. A newer one, minted meanwhile, stays.</summary>
    public void Refused(string token) => Interlocked.CompareExchange(ref _token, null, token);

    public void Dispose() => _one.Dispose();

    private async Task<string> MintAsync(CancellationToken ct)
    {
        var nonce = await http.GetAsync(new Uri(_server, "/agent/v1/nonce"), ContractsJson.Default.NonceReply, ct).ConfigureAwait(false);
        var signature = Convert.ToBase64String(key.SignData(AgentProof.Token(nonce.Nonce, identity.Agent), HashAlgorithmName.SHA256));
        var asked = time.GetTimestamp(); // its life began no earlier than this
        var reply = await http.PostAsync(
            new Uri(_server, "/agent/v1/token"),
            new TokenRequest { Agent = identity.Agent, Nonce = nonce.Nonce, Signature = signature },
            ContractsJson.Default.TokenRequest,
            ContractsJson.Default.TokenReply,
            ct).ConfigureAwait(false);
        _mintedAt = asked;
        _renewAfter = TimeSpan.FromSeconds(reply.ExpiresInSeconds) * 2 / 3;
        return _token = reply.AccessToken;
    }
}
