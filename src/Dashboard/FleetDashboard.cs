using Fleet.Dashboard.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fleet.Dashboard;

/// <summary>Registers the dashboard.</summary>
public static class FleetDashboard
{
    /// <summary>
    /// Adds what the pages need. The host adds <see cref="IDashboardSession"/> (scoped) and <see cref="INodeClient"/> (singleton), and maps
    /// <see cref="Components.App"/> with <c>AddInteractiveServerRenderMode()</c>.
    /// </summary>
    public static IServiceCollection AddFleetDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ProjectFeed>();
        return services;
    }
}
