using Fleet.ControlPlane.Hosting.Health;
using Fleet.ControlPlane.Timelines.Boots;
using Fleet.ControlPlane.Timelines.Ingest;

namespace Fleet.ControlPlane.Timelines;

/// <summary>Events in, boots out.</summary>
internal static class TimelinesModule
{
    public static IServiceCollection AddTimelines(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<DatabaseEpoch>().AddSingleton<SafeMarks>();
        services.AddSingleton<GroupWriter>().AddSingleton<GroupIngest>().AddSingleton<StreamStates>();
        services.AddSingleton<IngestQueue>().AddHostedService(p => p.GetRequiredService<IngestQueue>());
        services.AddSingleton<EventPartitions>();
        services.AddSingleton<PartitionKeeper>().AddHostedService(p => p.GetRequiredService<PartitionKeeper>())
            .AddSingleton<IReadiness>(p => p.GetRequiredService<PartitionKeeper>());
        return services;
    }

    public static void MapTimelines(this IEndpointRouteBuilder routes) => routes.MapBoots();
}
