using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fleet.UserData.Tests;

/// <summary>A whole document as people write it, and all that is read from it. FLEET_UPDATE_GOLDENS=1 writes the golden file anew, for review.</summary>
public class GoldenTests
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    [Fact]
    public void Parse_RealisticCloudConfig_GivesTheGoldenDocument()
    {
        var result = UserDataParser.Parse(File.ReadAllBytes(PathOf("web.yaml")));
        Assert.True(result.IsValid, string.Join('\n', result.Errors));

        var actual = JsonSerializer.Serialize(result.Document, Json) + "\n";

        if (Environment.GetEnvironmentVariable("FLEET_UPDATE_GOLDENS") == "1")
            File.WriteAllText(Path.Combine(SourceFolder(), "web.json"), actual);
        Assert.Equal(File.ReadAllText(PathOf("web.json")), actual);
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Golden");
}
