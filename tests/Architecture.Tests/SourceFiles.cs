using Fleet.TestKit;

namespace Fleet.Architecture.Tests;

internal static class SourceFiles
{
    public static IEnumerable<string> Under(string folder) =>
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".cs" or ".razor" or ".css" or ".js" && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal)
                && !f.Contains("/Migrations/Migrations/", StringComparison.Ordinal) && !f.Contains("/migrations/Migrations/", StringComparison.Ordinal));
}
