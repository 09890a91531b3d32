using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Fleet.ControlPlane.Identity;

/// <summary>The dashboard's cookie. It opens pages, and never the API.</summary>
internal sealed class SessionAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Session";

    // "__Host-" wants Secure, and browsers drop Secure cookies on plain http, which is for loopback alone.
    public static string CookieName(HttpRequest request) => request.IsHttps ? "__Host-fleet" : "fleet";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var cookie = Request.Cookies[CookieName(Request)];
        if (await sessions.FindAsync(cookie, Context.RequestAborted) is not { } name)
            return AuthenticateResult.NoResult();
        var identity = new ClaimsIdentity([new(Principals.ActorClaim, "session:" + name), new(Principals.SessionClaim, cookie!), new(BearerAuthentication.RoleClaim, Policies.Page)], Scheme.Name);
        return AuthenticateResult.Success(new(new(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.CacheControl = "no-store";
        Response.ContentType = "text/html; charset=utf-8";
        return Response.WriteAsync(SignInPage.Closed("Sign in", "The dashboard opens by a one-time link.", "fleetd admin sign-in-link"), Context.RequestAborted);
    }
}
