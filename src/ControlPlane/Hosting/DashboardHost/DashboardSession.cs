using Fleet.Client;
using Fleet.ControlPlane.Identity;
using Fleet.Dashboard;
using Microsoft.AspNetCore.Components.Authorization;

namespace Fleet.ControlPlane.Hosting.DashboardHost;

/// <summary>The person behind one circuit: the session that its connection was authenticated with.</summary>
internal sealed class DashboardSession : IDashboardSession, IDisposable
{
    private readonly CircuitToken token;
    private readonly HttpClient http;

    public DashboardSession(AuthenticationStateProvider state, Sessions sessions, CircuitTokens tokens, LocalApi api, TimeProvider time)
    {
        token = new(tokens, time, async cancellationToken =>
        {
            var session = (await state.GetAuthenticationStateAsync()).User.FindFirst(Principals.SessionClaim)?.Value;
            return await sessions.FindAsync(session, cancellationToken) is { } name ? "session:" + name : null;
        });
        http = api.Connect(token.GetAsync);
        Client = new(http, time);
    }

    public FleetClient Client { get; }

    public void Dispose()
    {
        http.Dispose();
        token.Dispose();
    }
}
