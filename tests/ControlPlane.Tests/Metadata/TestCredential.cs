using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fleet.ControlPlane.Tests.Metadata;

/// <summary>A request is whoever its <c>Test-Claim: TYPE=VALUE</c> says.</summary>
internal sealed class TestCredential(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "test";

    /// <summary>Values that count no more, of any node of this process.</summary>
    public static ConcurrentDictionary<string, bool> Revoked { get; } = new();

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers["Test-Claim"].ToString().Split('=') is not [var type, var value] || Revoked.ContainsKey(value))
            return Task.FromResult(AuthenticateResult.NoResult());
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(type, value)], Scheme));
        return Task.FromResult(AuthenticateResult.Success(new(user, Scheme)));
    }
}
