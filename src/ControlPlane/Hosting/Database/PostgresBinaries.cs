namespace Fleet.ControlPlane.Hosting.Database;

/// <summary>An installed PostgreSQL.</summary>
/// <param name="Major">Its major version.</param>
/// <param name="Directory">Its <c>bin</c> folder.</param>
internal sealed record PostgresBinaries(int Major, string Directory)
{
    private const int Oldest = 15;
    private const string Root = "/usr/lib/postgresql";

    public string this[string program] => Path.Combine(Directory, program);

    /// <summary>The version that a cluster was made with, or the newest where there is no cluster yet.</summary>
    public static PostgresBinaries Find(int? clusterMajor, string root = Root)
    {
        var found = System.IO.Directory.Exists(root)
            ? System.IO.Directory.GetDirectories(root)
                .Select(d => int.TryParse(Path.GetFileName(d), out var major) && File.Exists(Path.Combine(d, "bin", "postgres")) ? new PostgresBinaries(major, Path.Combine(d, "bin")) : null)
                .OfType<PostgresBinaries>().OrderByDescending(b => b.Major).ToList()
            : [];
        if (clusterMajor is { } wanted)
            return found.Find(b => b.Major == wanted) ?? throw new ConfigurationException(
                $"the database below the data directory was made by PostgreSQL {wanted}, and this machine has {Names(found)}: install it (apt-get install postgresql-{wanted}), or upgrade the cluster with pg_upgrade");
        return found.Find(b => b.Major >= Oldest) ?? throw new ConfigurationException(
            $"the embedded database needs PostgreSQL {Oldest} or newer, and this machine has {Names(found)}: apt-get install postgresql, or set Database:ConnectionString");
    }

    private static string Names(List<PostgresBinaries> found) => found.Count == 0 ? "none" : string.Join(", ", found.Select(b => b.Major));
}
