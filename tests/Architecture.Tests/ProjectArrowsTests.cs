using System.Xml.Linq;
using Fleet.TestKit;

namespace Fleet.Architecture.Tests;

/// <summary>Who may know whom (docs/architecture.md). A project reference is the only way to know, and central pinning keeps references direct.</summary>
public sealed class ProjectArrowsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["src/Contracts"] = [],
        ["src/UserData"] = ["Contracts"],
        ["src/Client"] = ["Contracts"],
        ["src/Storage"] = ["Contracts"],
        ["migrations"] = ["Storage"],
        ["src/Dashboard"] = ["Client"],
        ["src/GuestAgent"] = ["UserData"],
        ["src/ControlPlane"] = ["Fleet.Migrations", "Dashboard", "UserData"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_AreTheAllowedOnes(string folder)
    {
        var project = Directory.GetFiles(Path.Combine(RepositoryRoot.Path, folder), "*.csproj").Single();
        var references = XDocument.Load(project).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)).Order(StringComparer.Ordinal);
        Assert.Equal(Allowed[folder].Order(StringComparer.Ordinal), references);
    }

    [Fact]
    public void Folders_AreAllInTheTable() =>
        Assert.Equal(Allowed.Keys.Where(k => k.StartsWith("src/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            Directory.GetDirectories(Path.Combine(RepositoryRoot.Path, "src")).Select(d => "src/" + Path.GetFileName(d)).Order(StringComparer.Ordinal));

    [Fact]
    public void Dashboard_KnowsNothingOfTheServer()
    {
        foreach (var file in SourceFiles.Under("src/Dashboard"))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("Fleet.ControlPlane", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Fleet.Storage", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Npgsql", text, StringComparison.Ordinal);
        }
    }
}
