using System.Net;
using System.Text;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Instances;

public sealed class UserDataTests(TestPostgres postgres)
{
    private const string Instances = "projects/default/instances";

    private static string Body(string userData, string? encoding = null, string name = "web") => JsonSerializer.Serialize(
        new Dictionary<string, string?> { ["name"] = name, ["userData"] = userData, ["userDataEncoding"] = encoding }, ContractsJson.Default.DictionaryStringString!);

    [Theory]
    [InlineData(0, HttpStatusCode.Created)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(1024 * 1024, HttpStatusCode.RequestEntityTooLarge)]
    public async Task PA_05_Post_AtAndOverTheLimit_IsTakenAndRefused(int over, HttpStatusCode expected)
    {
        await using var api = await TestApi.StartAsync(postgres);
        var script = "#!/bin/sh\n#".PadRight(Limits.UserDataBytes + over, 'x');
        Assert.Equal(expected, (await api.PostAsync(Instances, Body(script, name: "text"))).Status);
        Assert.Equal(expected, (await api.PostAsync(Instances, Body(Convert.ToBase64String(Encoding.ASCII.GetBytes(script)), "base64", "base"))).Status);
        Assert.Equal(expected == HttpStatusCode.Created ? 2L : 0L, await api.ScalarAsync<long>($"SELECT count(*) FROM instances WHERE length(user_data) = {Limits.UserDataBytes}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_EscapedTextThatIsLargerThanTheServersOwnLimit_IsTaken(bool chunked)
    {
        await using var api = await TestApi.StartAsync(postgres);
        var escaped = string.Concat(Enumerable.Repeat("\\u0078", 900_000));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/" + Instances) { Content = new StringContent($"{{\"name\":\"web\",\"userData\":\"#!/bin/sh\\n#{escaped}\"}}", Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = chunked;
        var answer = await Answer.ReadAsync(await api.Http.SendAsync(request, TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(900_011L, await api.ScalarAsync<long>("SELECT length(user_data)::bigint FROM instances"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(20_000)]
    [InlineData(500_000)]
    public async Task M10_Post_YamlNestedTooDeep_Is400AndTheProcessLives(int depth)
    {
        await using var api = await TestApi.StartAsync(postgres);
        var before = await api.RowCountsAsync();
        var answer = await api.PostAsync(Instances, Body("#cloud-config\na: " + new string('[', depth)));
        answer.IsProblem(HttpStatusCode.BadRequest, "/userData");
        Assert.Equal(before, await api.RowCountsAsync());
        await api.RegisterAsync("alive");
    }

    [Fact]
    public async Task M11_Post_AnAliasBomb_Is400AtOnce()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var bomb = new StringBuilder("#cloud-config\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 16; level++)
            bomb.AppendLine(null, $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 6))}]");
        (await api.PostAsync(Instances, Body(bomb.ToString()))).IsProblem(HttpStatusCode.BadRequest, "/userData");
    }

    [Fact]
    public async Task Post_AFaultInTheConfig_SaysItsLine()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var answer = await api.PostAsync(Instances, Body("#cloud-config\nusers:\n  - name: Bad User\n"));
        answer.IsProblem(HttpStatusCode.BadRequest, "/userData");
        Assert.Contains("line 3", answer["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("Bad User", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_APrivateKeyInTheConfig_IsCalledOneAndIsNowhere()
    {
        await using var api = await TestApi.StartAsync(postgres);
        var before = await api.RowCountsAsync();
        var answer = await api.PostAsync(Instances, Body("#cloud-config\nusers:\n  - name: alice\n    ssh_authorized_keys:\n      - |\n        " + TestSshKeys.Private.Replace("\\n", "\n        ", StringComparison.Ordinal)));
        answer.IsProblem(HttpStatusCode.BadRequest, "/userData");
        Assert.DoesNotContain("CANARY", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Log.Lines, line => line.Contains("CANARY", StringComparison.Ordinal));
        Assert.Equal(before, await api.RowCountsAsync());
    }

    [Theory]
    [InlineData("IyEvYmluL3NoCg=")]
    [InlineData("IyEvYmlu\nL3NoCg==")]
    [InlineData(" IyEvYmluL3NoCg==")]
    [InlineData("IyEvYm_uL3NoCg==")]
    public async Task M15_Post_Base64ThatIsNotStrict_Is400(string text)
    {
        await using var api = await TestApi.StartAsync(postgres);
        (await api.PostAsync(Instances, Body(text, "base64"))).IsProblem(HttpStatusCode.BadRequest, "/userData", "userData.base64");
    }

    [Fact]
    public async Task PA_10_Post_ABinaryScriptAsBase64_IsStoredByteForByte()
    {
        await using var api = await TestApi.StartAsync(postgres);
        byte[] script = [.. "#!/bin/sh\n"u8, 0, 0xff, 0xfe, 0xc0, 0xaf];
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync(Instances, Body(Convert.ToBase64String(script), "base64"))).Status);
        Assert.Equal(script, await api.ScalarAsync<byte[]>("SELECT user_data FROM instances"));
    }

    [Fact]
    public async Task Post_AnUnknownEncoding_Is400()
    {
        await using var api = await TestApi.StartAsync(postgres);
        (await api.PostAsync(Instances, Body("x", "gzip"))).IsProblem(HttpStatusCode.BadRequest, "/userDataEncoding");
        (await api.PostAsync(Instances, "{\"name\":\"web\",\"userDataEncoding\":\"base64\"}")).IsProblem(HttpStatusCode.BadRequest, "/userDataEncoding");
    }
}
