using System.Text;
using Fleet.UserData.Config;

namespace Fleet.UserData.Tests;

/// <summary>Reads a cloud-config given as YAML, without its first line, and says what came of it.</summary>
internal static class Read
{
    public static UserDataResult Yaml(string yaml, UserDataLimits? limits = null) => Text("#cloud-config\n" + yaml, limits);

    public static UserDataResult Text(string text, UserDataLimits? limits = null) => UserDataParser.Parse(Encoding.UTF8.GetBytes(text), limits);

    public static UserDataDocument Document(string yaml)
    {
        var result = Yaml(yaml);
        Assert.True(result.IsValid, string.Join('\n', result.Errors));
        return result.Document;
    }

    public static CloudConfig Config(string yaml) => Document(yaml).Config!;

    public static UserSpec User(string settings) => Assert.Single(Config($"users:\n- {{name: alice, {settings}}}").Users);

    public static WriteFileSpec File(string settings) => Assert.Single(Config($"write_files:\n- {{path: /etc/x, {settings}}}").WriteFiles);

    public static UserDataError Error(string yaml, UserDataLimits? limits = null) => Only(Yaml(yaml, limits));

    public static UserDataError Only(UserDataResult result)
    {
        Assert.Null(result.Document);
        return Assert.Single(result.Errors);
    }
}
