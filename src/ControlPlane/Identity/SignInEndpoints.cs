using Fleet.ControlPlane.Hosting.Listeners;

namespace Fleet.ControlPlane.Identity;

/// <summary>The one-time link: GET shows a button, its POST opens the session.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/sign-in").AllowAnonymous().OnListener(ListenerKind.Public).ExcludeFromDescription();
        group.MapGet("/{secret}", (string secret, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return Results.Content(SignInPage.Open(secret), "text/html; charset=utf-8");
        });
        group.MapPost("", OpenAsync).DisableAntiforgery();
    }

    // No antiforgery token: whoever has the secret may use it, and a forged POST without it opens nothing.
    private static async Task<IResult> OpenAsync(HttpContext context, Sessions sessions, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength is null or > 4096)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (await sessions.OpenAsync(form["link"].ToString(), cancellationToken) is not { } session)
            return Results.Content(SignInPage.Closed("This link has been used", "A sign-in link is good for one use, within ten minutes.", "fleetd admin sign-in-link"),
                "text/html; charset=utf-8", statusCode: StatusCodes.Status401Unauthorized);
        context.Response.Cookies.Append(SessionAuthentication.CookieName(context.Request), session, new()
        {
            HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = Sessions.Life, IsEssential = true,
        });
        return Results.LocalRedirect("/");
    }
}
