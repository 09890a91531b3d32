using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Identity;
using Fleet.ControlPlane.Instances.Attributes;
using Fleet.ControlPlane.Instances.Projects;
using Fleet.ControlPlane.Instances.Reading;
using Fleet.ControlPlane.Instances.Registration;

namespace Fleet.ControlPlane.Instances;

/// <summary>Projects, instances and their attributes.</summary>
internal static class InstancesModule
{
    public static IServiceCollection AddInstances(this IServiceCollection services) => services
        .AddSingleton<ProjectReader>()
        .AddSingleton<InstanceReader>()
        .AddSingleton<InstanceLookup>()
        .AddSingleton<AddressHolders>();

    public static void MapInstances(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/v1").RequireAuthorization(Policies.Operator).OnListener(ListenerKind.Public, ListenerKind.Local);
        api.MapProjectRoutes();
        api.MapAttributeRoutes();
        api.MapInstanceRoutes();
    }
}
