namespace Fleet.ControlPlane.Metadata;

/// <summary>The configuration's <c>Metadata</c> section.</summary>
internal sealed class MetadataOptions
{
    public const string Section = "Metadata";

    /// <summary>Watches that one instance may hold at once; the next one gets 429.</summary>
    public int WatchersPerInstance { get; set; } = 64;

    /// <summary>Watches that this node holds at once; the next one gets 503. A held request costs about 10 kB and a descriptor.</summary>
    public int Watchers { get; set; } = 50_000;

    /// <summary>What the cached halves of documents may weigh together.</summary>
    public long CacheBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// Where LISTEN connects, if that is not the data source: behind a pooler that hands a session to whoever comes next, LISTEN needs the server itself.
    /// </summary>
    public string? ListenConnectionString { get; set; }

    /// <summary>A subject with more tombstones than this is purged of them.</summary>
    public int TombstonesKept { get; set; } = 1000;
}
