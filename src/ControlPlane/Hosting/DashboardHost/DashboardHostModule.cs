using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Identity;
using Fleet.Dashboard;
using Fleet.Dashboard.Components;

namespace Fleet.ControlPlane.Hosting.DashboardHost;

/// <summary>Hosts the dashboard. It reaches the system through the API alone.</summary>
internal static class DashboardHostModule
{
    public static IServiceCollection AddDashboardHost(this IServiceCollection services)
    {
        services.AddFleetDashboard();
        services.AddSingleton<LocalApi>();
        services.AddSingleton<INodeClient, NodeClient>();
        services.AddScoped<IDashboardSession, DashboardSession>();
        services.AddCascadingAuthenticationState();
        return services;
    }

    public static void MapDashboardHost(this IEndpointRouteBuilder app)
    {
        app.MapStaticAssets().AllowAnonymous().OnListener(ListenerKind.Public);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().RequireAuthorization(Policies.Page).OnListener(ListenerKind.Public);
    }
}
