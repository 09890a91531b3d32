using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Hosting;

/// <summary>What is wrong in the configuration is one line that names the key, and exit code 1.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("--Listen:Metdata:0:Network", "x", "Listen:Metdata:0:Network is no setting")]
    [InlineData("--Databse:DataDirectory", "/x", "Databse:DataDirectory is no setting")]
    [InlineData("--Metadata:Watchers", "abc", "Metadata:Watchers")]
    [InlineData("--Listen:Public:0", "http://0.0.0.0:1", "Listen:Public:0")]
    public async Task Check_BadSetting_NamesItInOneLine(string key, string value, string words)
    {
        var (code, output) = await Shell.TryAsync(FleetdProcess.Binary, ["config", "check", key, value]);

        Assert.Equal(1, code);
        Assert.Contains(words, output, StringComparison.Ordinal);
        Assert.Single(output.Trim().Split('\n'));
    }

    [Fact]
    public async Task Print_WithAPassword_MasksIt()
    {
        var (code, output) = await Shell.TryAsync(FleetdProcess.Binary, ["config", "print", "--Database:ConnectionString", "Host=db;Username=u;Password=canary-4711"]);

        Assert.Equal(0, code);
        Assert.DoesNotContain("canary-4711", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhereTheAddressIsTaken_SaysSoInOneLine()
    {
        var directory = TestDirectory.Make();
        try
        {
            await using var first = new FleetdProcess(Path.Combine(directory, "one"), []);
            await first.StartAsync();
            var (code, output) = await Shell.TryAsync(FleetdProcess.Binary,
                ["--Database:DataDirectory", Path.Combine(directory, "two"), "--Listen:Public:0", first.Public.ToString().TrimEnd('/')]);

            Assert.Equal(1, code);
            Assert.Contains("another program listens on", output, StringComparison.Ordinal);
            Assert.Single(output.Trim().Split('\n'));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
