using System.Net.Http.Headers;

namespace Fleet.Client;

internal sealed class BearerHandler(HttpMessageHandler inner, Func<CancellationToken, ValueTask<string>> token) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token(cancellationToken).ConfigureAwait(false));
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
