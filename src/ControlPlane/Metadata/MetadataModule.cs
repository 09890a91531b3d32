using Fleet.ControlPlane.Metadata.AgentDocument;
using Fleet.ControlPlane.Metadata.Dialects;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.ControlPlane.Metadata.Watch;

namespace Fleet.ControlPlane.Metadata;

/// <summary>The document, its watch, and all who ask for it.</summary>
internal static class MetadataModule
{
    public static IServiceCollection AddMetadata(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<MetadataOptions>(configuration.GetSection(MetadataOptions.Section));
        services.AddSingleton<NodeName>();
        services.AddSingleton<ChangeFeed>().AddSingleton<IChangeFeed>(s => s.GetRequiredService<ChangeFeed>());
        services.AddSingleton<ChangeNotifier>().AddSingleton<IChangeNotifier>(s => s.GetRequiredService<ChangeNotifier>());
        services.AddHostedService(s => s.GetRequiredService<ChangeNotifier>()).AddHostedService<ChangeListener>();
        services.AddSingleton<VersionReader>().AddSingleton<HalfCache>().AddSingleton<DocumentLoader>().AddSingleton<DocumentReader>();
        services.AddSingleton<WatchHub>().AddHostedService(s => s.GetRequiredService<WatchHub>());
        services.AddSingleton<HeldReads>();
        services.AddSingleton<IMetadataWriter, MetadataWriter>();
        services.AddSingleton<TombstonePurge>().AddHostedService<TombstoneSweep>();
        return services;
    }

    public static void MapMetadata(this IEndpointRouteBuilder endpoints)
    {
        foreach (var dialect in DialectList.All)
            dialect.Map(endpoints);
        AgentDocumentEndpoints.Map(endpoints);
        ProjectEventsEndpoint.Map(endpoints);
    }
}
