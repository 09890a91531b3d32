using Microsoft.AspNetCore.Authentication;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>
/// Whether the credential of a request that was held still counts. A scheme's handler remembers its answer for the whole request, so
/// <c>HttpContext.AuthenticateAsync</c> would only say again what it said at the start: this asks a new one.
/// </summary>
internal static class Reauthentication
{
    public static async Task<bool> StillCountsAsync(HttpContext context)
    {
        if (context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Ticket?.AuthenticationScheme is not { } name)
            return false;
        var schemes = context.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>();
        if (await schemes.GetSchemeAsync(name) is not { } scheme)
            return false;
        var handler = (IAuthenticationHandler)ActivatorUtilities.CreateInstance(context.RequestServices, scheme.HandlerType);
        await handler.InitializeAsync(scheme, context);
        return (await handler.AuthenticateAsync()).Succeeded;
    }
}
