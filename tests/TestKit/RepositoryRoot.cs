namespace Fleet.TestKit;

/// <summary>Where the repository is, seen from a test's output folder.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string from)
    {
        for (var at = new DirectoryInfo(from); at is not null; at = at.Parent)
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Fleet.sln")))
                return at.FullName;
        throw new InvalidOperationException($"no Fleet.sln above {from}");
    }
}
