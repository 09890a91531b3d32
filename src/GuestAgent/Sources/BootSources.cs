using Fleet.GuestAgent.Identity;
using Fleet.GuestAgent.Sources.FleetMetadata;

namespace Fleet.GuestAgent.Sources;

/// <summary>Every source, in the order they are asked. To add one: a folder beside Fleet/, and a line here.</summary>
internal static class BootSources
{
    public static IBootSource[] All(AgentSettings settings, StateFiles files, MetadataService metadata) =>
    [
        new ConfiguredSource(settings, files),
        new MetadataSource(metadata),
    ];

    /// <summary>The first that answers.</summary>
    public static async Task<Bootstrap> ReadAsync(IEnumerable<IBootSource> sources, CancellationToken ct)
    {
        foreach (var source in sources)
            if (await source.ReadAsync(ct).ConfigureAwait(false) is { } bootstrap)
                return bootstrap;
        throw new AgentRefusedException("no source says where the server is");
    }
}
