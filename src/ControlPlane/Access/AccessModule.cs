using Fleet.ControlPlane.Access.Keys;
using Fleet.ControlPlane.Hosting.Listeners;
using Fleet.ControlPlane.Identity;

namespace Fleet.ControlPlane.Access;

/// <summary>Who gets into a guest.</summary>
internal static class AccessModule
{
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<IOrderSigner>(_ => FileOrderSigner.Open(FileOrderSigner.PathFrom(configuration)))
        .AddSingleton<KeySubjectLookup>()
        .AddSingleton<SshKeyReader>()
        .AddHostedService<KeyExpirySweep>();

    public static void MapAccess(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGroup("/api/v1").RequireAuthorization(Policies.Operator).OnListener(ListenerKind.Public, ListenerKind.Local).MapSshKeyRoutes();
}
