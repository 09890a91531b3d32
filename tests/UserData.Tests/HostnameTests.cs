namespace Fleet.UserData.Tests;

public class HostnameTests
{
    public static TheoryData<string> Good => ["web", "web-1", "WEB", "1web", "web.example.org", "3com.com", "123", "xn--bcher-kva", new string('a', 63), Labels(253)];

    public static TheoryData<string> Bad =>
        ["", "-web", "web-", "web.", ".web", "a..b", "web_1", "web 1", "bücher", "10.0.0.1", "a.1", "web\n", "$(id)", "a/b", new string('a', 64), Labels(254)];

    [Theory]
    [MemberData(nameof(Good))]
    public void Parse_HostnameOfRfc1123_IsTaken(string name)
    {
        var config = Read.Config($"hostname: '{name}'\nfqdn: '{name}'");

        Assert.Equal((name, name), (config.Hostname, config.Fqdn));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Parse_OtherHostname_IsAnError(string name)
    {
        var quoted = name.Replace("\n", "\\n", StringComparison.Ordinal);

        Assert.Equal(("user_data.hostname", "hostname"), CodeAndPath($"hostname: \"{quoted}\""));
        Assert.Equal(("user_data.hostname", "fqdn"), CodeAndPath($"fqdn: \"{quoted}\""));
    }

    [Theory]
    [InlineData("no", "boolean")]
    [InlineData("123", "number")]
    [InlineData("2024-01-01", "date")]
    [InlineData("[web]", "list")]
    [InlineData("{web: 1}", "mapping")]
    public void Parse_HostnameThatYamlReadsOtherwise_SaysSo(string scalar, string named)
    {
        var error = Read.Error($"hostname: {scalar}");

        Assert.Equal("user_data.wrong_type", error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private static string Labels(int length) => string.Join('.', Enumerable.Repeat(new string('a', 62), 5))[..(length - 1)] + "a";

    private static (string, string?) CodeAndPath(string yaml)
    {
        var error = Read.Error(yaml);
        return (error.Code, error.Path);
    }
}
