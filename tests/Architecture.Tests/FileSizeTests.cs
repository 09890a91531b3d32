using Fleet.TestKit;

namespace Fleet.Architecture.Tests;

/// <summary>Small files, found by name.</summary>
public sealed class FileSizeTests
{
    private static readonly string[] Grab = ["Services", "Helpers", "Managers", "Utils", "Interfaces"];

    [Fact]
    public void Files_AreSmall()
    {
        var sizes = new[] { "src", "migrations", "tests" }.SelectMany(SourceFiles.Under).Select(f => (File: f, Lines: File.ReadLines(f).Count())).OrderBy(f => f.Lines).ToList();

        Assert.DoesNotContain(sizes, s => s.Lines > 400);
        Assert.InRange(sizes[sizes.Count / 2].Lines, 1, 60);
        Assert.InRange(sizes[sizes.Count * 9 / 10].Lines, 1, 250);
    }

    [Fact]
    public void Folders_AreNamedForFeatures() =>
        Assert.DoesNotContain(Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Path, "src"), "*", SearchOption.AllDirectories), d => Grab.Contains(Path.GetFileName(d)));
}
