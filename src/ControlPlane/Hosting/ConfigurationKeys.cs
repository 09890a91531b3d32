using System.Reflection;
using System.Text.RegularExpressions;
using Fleet.ControlPlane.Metadata;

namespace Fleet.ControlPlane.Hosting;

/// <summary>The keys that something reads: docs/reference/configuration.md.</summary>
internal static partial class ConfigurationKeys
{
    private static readonly string[] Known =
    [
        "Listen:Public:#", "Listen:Metadata:#:Network", "Listen:Metadata:#:Address", "Listen:Metadata:#:Server", "Listen:Ops",
        "Database:ConnectionString", "Database:DataDirectory", "Tls:CaFile", "Tls:Names:#", "Signing:KeyFile", "Limits:EventRetentionDays",
        .. typeof(MetadataOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => $"{MetadataOptions.Section}:{p.Name}"),
    ];

    /// <summary>Refuses a key below a section of ours, or anywhere on the command line, that nothing reads. The environment may hold more.</summary>
    public static void Check(IConfigurationRoot all, IConfigurationRoot commandLine)
    {
        var sections = Known.Select(k => k[..k.IndexOf(':', StringComparison.Ordinal)]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var given = commandLine.AsEnumerable().Where(k => k.Value is not null).Select(k => k.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in all.AsEnumerable())
            if (value is not null && (given.Contains(key) || sections.Contains(key.Split(':')[0])) && !Known.Contains(Index().Replace(key, ":#"), StringComparer.OrdinalIgnoreCase))
                throw new ConfigurationException($"{key} is no setting of fleetd; the settings are {string.Join(", ", Known)}");
    }

    [GeneratedRegex(":[0-9]+(?=:|$)")]
    private static partial Regex Index();
}
