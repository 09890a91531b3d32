using System.Text;

namespace Fleet.UserData.Tests;

public class FormatTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\r\n")]
    public void Parse_Nothing_GivesEmptyDocument(string text)
    {
        var result = Read.Text(text);

        Assert.True(result.IsValid);
        Assert.Equal(UserDataKind.None, result.Document.Kind);
        Assert.Null(result.Document.Config);
    }

    [Fact]
    public void Parse_Null_GivesEmptyDocument()
    {
        byte[]? content = null;

        Assert.Equal(UserDataKind.None, UserDataParser.Parse(content).Document?.Kind);
    }

    [Theory]
    [InlineData("#cloud-config")]
    [InlineData("#cloud-config\r\nhostname: web\r\n")]
    [InlineData("\n  #Cloud-Config for the web tier\nhostname: web")]
    [InlineData("#cloud-config\n---\nhostname: web\n...\n")]
    public void Parse_CloudConfigHeader_IsFoundAsCloudInitFindsIt(string text) =>
        Assert.Equal(UserDataKind.CloudConfig, Read.Text(text).Document?.Kind);

    [Theory]
    [InlineData("#cloud-config-archive\n- a", "#cloud-config-archive")]
    [InlineData("#cloud-config-jsonp\n[]", "#cloud-config-jsonp")]
    [InlineData("#include\nhttp://169.254.169.254/", "#include")]
    [InlineData("#include-once\nfile:///etc/shadow", "#include")]
    [InlineData("#part-handler\nimport os", "#part-handler")]
    [InlineData("#cloud-boothook\n#!/bin/sh", "#cloud-boothook")]
    [InlineData("## template: jinja\n#cloud-config\nhostname: {{ ''.__class__ }}", "jinja")] // PA-09
    [InlineData("Content-Type: multipart/mixed; boundary=x\nMIME-Version: 1.0\n\n--x", "MIME")]
    [InlineData("From: me\nmime-version: 1.0\n\nbody", "MIME")]
    [InlineData("I2Nsb3VkLWNvbmZpZwpob3N0bmFtZTogd2ViCg==", "base64")]
    [InlineData("H4sIAAAAAAAAA0vOyS9N0U3Oz0vLTFfgAgBkrkTmDwAAAA==", "base64")]
    public void Parse_FormOfALaterIssue_IsNamedInTheError(string text, string named)
    {
        var error = Read.Only(Read.Text(text));

        Assert.Equal("user_data.not_supported", error.Code);
        Assert.StartsWith("not supported yet: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Gzip_IsNamedInTheError()
    {
        var error = Read.Only(UserDataParser.Parse([0x1F, 0x8B, 8, 0, 0, 0]));

        Assert.Equal(("user_data.not_supported", "not supported yet: gzip"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("hostname: web\n")]
    [InlineData("# cloud-config\nhostname: web\n")]
    [InlineData("#cloud-configuration\n")]
    [InlineData("## template: mako\n")]
    [InlineData(" #!/bin/sh\n")]
    [InlineData("aGVsbG8gd29ybGQ=")]
    [InlineData("{\"ignition\": {}}")]
    [InlineData("\0\0\0")]
    public void Parse_NoForm_IsAnError(string text) => Assert.Equal("user_data.unknown_format", Read.Only(Read.Text(text)).Code);

    [Theory] // PA-03, PA-10
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Parse_ByteOrderMark_IsAnError(string encoding)
    {
        var with = Encoding.GetEncoding(encoding);

        Assert.Equal("user_data.byte_order_mark", Read.Only(UserDataParser.Parse([.. with.GetPreamble(), .. with.GetBytes("#cloud-config\n")])).Code);
    }
}
