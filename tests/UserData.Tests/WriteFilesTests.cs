using System.Text;

namespace Fleet.UserData.Tests;

public class WriteFilesTests
{
    [Fact]
    public void Parse_FileWithDefaults_IsAnEmptyOneOfRoot()
    {
        var file = Read.File("");

        Assert.Equal(("/etc/x", 0, "root", "root"), (file.Path, file.Content.Length, file.Owner.User, file.Owner.Group));
        Assert.Equal(Convert.ToInt32("644", 8), file.Permissions);
        Assert.False(file.Append || file.Defer);
    }

    [Theory] // PA-07
    [InlineData("content: 'hé'", "hé")]
    [InlineData("content: \"a\\0b\"", "a\0b")]
    [InlineData("content: x, encoding: text/plain", "x")]
    [InlineData("content: x, encoding: ''", "x")]
    [InlineData("content: aGVsbG8=, encoding: b64", "hello")]
    [InlineData("content: aGVsbG8=, encoding: Base64", "hello")]
    [InlineData("content: \"aGVs\\r\\nbG8=\\n\", encoding: b64", "hello")]
    [InlineData("content: '', encoding: b64", "")]
    [InlineData("encoding: b64", "")]
    [InlineData("content: !!binary aGVsbG8=", "hello")]
    [InlineData("content: !!binary YUdWc2JHOD0=, encoding: b64", "hello")]
    public void Parse_Content_IsDecoded(string fields, string content) => Assert.Equal(content, Encoding.UTF8.GetString(Read.File(fields).Content.Span));

    [Theory] // PA-07
    [InlineData("content: aGVsbG8, encoding: b64", "user_data.base64", "content")]
    [InlineData("content: aGVs=bG8, encoding: b64", "user_data.base64", "content")]
    [InlineData("content: YQ==YQ==, encoding: b64", "user_data.base64", "content")]
    [InlineData("content: 'aGV-_G8=', encoding: b64", "user_data.base64", "content")]
    [InlineData("content: 'aGVsé', encoding: b64", "user_data.base64", "content")]
    [InlineData("content: 'aGVs*', encoding: b64", "user_data.base64", "content")]
    [InlineData("content: !!binary '***'", "user_data.base64", "content")]
    [InlineData("content: 12", "user_data.wrong_type", "content")]
    [InlineData("content: [a]", "user_data.wrong_type", "content")]
    [InlineData("content: x, encoding: gz", "user_data.not_supported", "encoding")]
    [InlineData("content: x, encoding: gzip+base64", "user_data.not_supported", "encoding")]
    [InlineData("content: x, encoding: base46", "user_data.encoding", "encoding")]
    [InlineData("source: {uri: 'http://x/'}", "user_data.not_supported", "source")]
    public void Parse_ContentThatCannotBeWritten_IsAnError(string fields, string code, string field)
    {
        var error = Read.Error($"write_files: [{{path: /etc/x, {fields}}}]");

        Assert.Equal((code, $"write_files[0].{field}"), (error.Code, error.Path));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("etc/x")]
    [InlineData("./x")]
    [InlineData("")]
    [InlineData("/etc/")]
    [InlineData("/etc/../etc/shadow")]
    [InlineData("/..")]
    [InlineData("/etc/x\\0y")]
    [InlineData("/etc/x\\ny")]
    public void Parse_PathThatIsNotPlainlyAbsolute_IsAnError(string path) =>
        Assert.Equal(("user_data.path", "write_files[0].path"), (Read.Error($"write_files: [{{path: \"{path}\"}}]") is var e ? e.Code : "", e.Path));

    [Theory]
    [InlineData("/etc/..x")]
    [InlineData("/etc/x y/é")]
    [InlineData("/etc//x")]
    public void Parse_UnusualPath_IsTaken(string path) => Assert.Equal(path, Assert.Single(Read.Config($"write_files: [{{path: '{path}'}}]").WriteFiles).Path);

    [Theory]
    [InlineData("[{content: x}]", "user_data.required", "write_files[0]")]
    [InlineData("[/etc/x]", "user_data.wrong_type", "write_files[0]")]
    [InlineData("{path: /etc/x}", "user_data.wrong_type", "write_files")]
    public void Parse_FilesThatMakeNoSense_AreErrors(string files, string code, string path)
    {
        var error = Read.Error($"write_files: {files}");

        Assert.Equal((code, path), (error.Code, error.Path));
    }

    [Theory]
    [InlineData("'0644'", "644")]
    [InlineData("\"755\"", "755")]
    [InlineData("0600", "600")]
    [InlineData("'0o640'", "640")]
    [InlineData("0o640", "640")]
    [InlineData("'7777'", "7777")]
    [InlineData("0", "0")]
    public void Parse_Permissions_AreOctal(string permissions, string octal) => Assert.Equal(octal, Convert.ToString(Read.File($"permissions: {permissions}").Permissions, 8));

    [Theory]
    [InlineData("644")] // cloud-init: 01204
    [InlineData("0x1A4")]
    [InlineData("'0888'")]
    [InlineData("'10000'")]
    [InlineData("u+x")]
    [InlineData("-0644")]
    [InlineData("''")]
    [InlineData("[1]")]
    public void Parse_PermissionsThatAreNotOctal_AreAnError(string permissions) =>
        Assert.Equal("user_data.permissions", Read.Error($"write_files: [{{path: /etc/x, permissions: {permissions}}}]").Code);

    [Theory]
    [InlineData("alice:users", "alice", "users")]
    [InlineData("alice", "alice", null)]
    [InlineData("':adm'", null, "adm")]
    [InlineData("Debian-exim:Debian-exim", "Debian-exim", "Debian-exim")]
    [InlineData("'-1:none'", null, null)]
    public void Parse_Owner_IsUserAndGroup(string owner, string? user, string? group)
    {
        var file = Read.File($"owner: {owner}");

        Assert.Equal((user, group), (file.Owner.User, file.Owner.Group));
    }

    [Theory]
    [InlineData("'a:b:c'")]
    [InlineData("''")]
    [InlineData("'a b:c'")]
    [InlineData("'1000:1000'")]
    public void Parse_OwnerThatIsNoPairOfNames_IsAnError(string owner) =>
        Assert.Equal("user_data.owner", Read.Error($"write_files: [{{path: /etc/x, owner: {owner}}}]").Code);

    [Fact]
    public void Parse_AppendAndDefer_AreRead() => Assert.True(Read.File("append: yes, defer: 'true'") is { Append: true, Defer: true });
}
