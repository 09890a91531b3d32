using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fleet.GuestAgent.Sources;

namespace Fleet.GuestAgent.Identity;

/// <summary>The server as an enrolled agent sees it: one TLS policy, one pool of connections, one token.</summary>
internal sealed class FleetServer : IDisposable
{
    public const int MaxBody = 16 << 20; // two sets of a thousand keys of ordinary size, many times over

    private readonly X509Certificate2 _ca;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;

    public FleetServer(AgentIdentity identity, ECDsa key, TimeProvider time)
    {
        Identity = identity;
        _ca = X509Certificate2.CreateFromPem(identity.CaCertificate);
        _handler = PinnedTls.Handler(_ca);
        _http = Client(_handler);
        Invoker = new(_handler, disposeHandler: false);
        Tokens = new(_http, identity, key, time);
    }

    public AgentIdentity Identity { get; }

    public TokenSource Tokens { get; }

    /// <summary>For the WebSocket: the same handler, so the same trust.</summary>
    public HttpMessageInvoker Invoker { get; }

    public static HttpClient Client(SocketsHttpHandler handler) =>
        new(handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(15), MaxResponseContentBufferSize = MaxBody };

    /// <summary>What is wrong with a server's address; null when nothing is.</summary>
    public static string? ProblemOf(Bootstrap bootstrap) =>
        Uri.TryCreate(bootstrap.Server, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
            ? null
            : $"{bootstrap.From} names the server '{bootstrap.Server}': it must begin with https://";

    /// <summary>A GET with the token; once more with a new one when it is not taken.</summary>
    public async Task<HttpResponseMessage> GetAsync(string pathAndQuery, TimeSpan timeout, CancellationToken ct)
    {
        using var http = new HttpClient(_handler, disposeHandler: false) { Timeout = timeout, MaxResponseContentBufferSize = MaxBody };
        for (var again = false; ; again = true)
        {
            var token = await Tokens.GetAsync(ct).ConfigureAwait(false);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(Identity.Server), pathAndQuery));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var response = await http.SendAsync(request, ct).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.Unauthorized)
                return response;
            Tokens.Refused(token);
            if (again)
                return response;
            response.Dispose();
        }
    }

    public void Dispose()
    {
        Tokens.Dispose();
        Invoker.Dispose();
        _http.Dispose();
        _handler.Dispose();
        _ca.Dispose();
    }
}
