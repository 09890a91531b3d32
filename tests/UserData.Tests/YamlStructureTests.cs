namespace Fleet.UserData.Tests;

public class YamlStructureTests
{
    [Theory] // PA-03
    [InlineData("a:\n\t- b", "user_data.syntax", null)]
    [InlineData("a: b: c", "user_data.syntax", 2)]
    [InlineData("a: [b, c", "user_data.syntax", null)]
    [InlineData("a: 'b", "user_data.syntax", null)]
    [InlineData("- : >-\n", "user_data.syntax", null)] // found by MutationTests: YamlDotNet loses the value
    [InlineData("a:\n- : x", "user_data.syntax", null)]
    [InlineData("a: @b", "user_data.syntax", 2)]
    [InlineData("%YAML 9.9\n---\na: 1", "user_data.syntax", 2)]
    [InlineData("a: 1\n---\nb: 2", "user_data.multiple_documents", 3)]
    [InlineData("a: 1\nb: 2\na: 3", "user_data.duplicate_key", 4)]
    [InlineData("x:\n  a: 1\n  a: 3", "user_data.duplicate_key", 4)]
    [InlineData("yes: 1\ntrue: 2", "user_data.duplicate_key", 3)]
    [InlineData("8: 1\n010: 2", "user_data.duplicate_key", 3)]
    [InlineData("a: !!python/object:os.system {}", "user_data.unknown_tag", 2)]
    [InlineData("a: !!python/object/apply:os.system ['true']", "user_data.unknown_tag", 2)]
    [InlineData("a: !local 1", "user_data.unknown_tag", 2)]
    [InlineData("a: !<tag:example.org,2000:x> 1", "user_data.unknown_tag", 2)]
    [InlineData("a: !!int x", "user_data.unknown_tag", 2)]
    [InlineData("a: !!seq x", "user_data.unknown_tag", 2)]
    [InlineData("a: !!set {b}", "user_data.unknown_tag", 2)]
    [InlineData("a: !undefined!x 1", "user_data.syntax", 2)]
    [InlineData("a: &a 1\nb: &a 2", "user_data.duplicate_anchor", 3)]
    [InlineData("a: *b", "user_data.unknown_alias", 2)]
    [InlineData("a: &a [*a]", "user_data.cyclic_alias", 2)] // PA-04
    [InlineData("&a a: {<<: *b}\n", "user_data.unknown_alias", 2)]
    [InlineData("a: &a {<<: *a, b: 1}", "user_data.cyclic_alias", 2)]
    [InlineData("a: {<<: 1}", "user_data.bad_merge", 2)]
    [InlineData("a: {<<: [{b: 1}, c]}", "user_data.bad_merge", 2)]
    [InlineData("? [a]\n: b", "user_data.bad_key", 2)]
    [InlineData("- a", "user_data.not_a_mapping", 2)]
    [InlineData("text", "user_data.not_a_mapping", 2)]
    [InlineData("a: \"\\ud800\"", "user_data.syntax", 2)] // PA-10: nothing after the parser meets a lone surrogate
    [InlineData("a: \"\\U00110000\"", "user_data.syntax", 2)]
    [InlineData("a: b\u0007", "user_data.bad_character", 2)]
    [InlineData("a: b\0", "user_data.bad_character", 2)] // PA-10
    [InlineData("a: b\u007f", "user_data.bad_character", 2)]
    public void Parse_YamlThatIsRefused_SaysWhyAndWhere(string yaml, string code, int? line)
    {
        var error = Read.Error(yaml);

        Assert.Equal(code, error.Code);
        Assert.NotNull(error.Column);
        if (line is not null)
            Assert.Equal(line, error.Line);
    }

    [Theory] // PA-10
    [InlineData(new byte[] { 0xFF, 0xFE })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xE9 })]
    public void Parse_TextThatIsNotUtf8_SaysWhere(byte[] bytes)
    {
        var error = Read.Only(UserDataParser.Parse([.. "#cloud-config\nruncmd: [caf"u8, .. bytes, .. "]"u8]));

        Assert.Equal(("user_data.invalid_utf8", 2, 13), (error.Code, error.Line, error.Column));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("--- ~")]
    [InlineData("%YAML 1.1\n---\n{}")]
    [InlineData("users:\nhostname: ~\nruncmd: null")]
    public void Parse_DocumentThatSaysNothing_IsAnEmptyConfig(string yaml)
    {
        var config = Read.Config(yaml);

        Assert.Null(config.Hostname);
        Assert.Empty(config.Users);
        Assert.Empty(config.RunCmd);
    }

    [Fact]
    public void Parse_MergeKeys_LetOwnKeysAndEarlierSourcesWin()
    {
        var users = Read.Config("""
            x-base: &base {shell: /bin/sh, gecos: base, groups: adm}
            x-more: &more {shell: /bin/zsh, system: true}
            users:
            - <<: [*base, *more]
              name: alice
              gecos: Alice
            """).Users;

        var alice = Assert.Single(users);
        Assert.Equal(("Alice", "/bin/sh", true), (alice.Gecos, alice.Shell, alice.System));
        Assert.Equal(["adm"], alice.Groups);
    }

    [Fact]
    public void Parse_KeyUnknownToCloudInit_GivesAWarning()
    {
        var notices = Read.Document("hostnmae: web\n\"evil\\u202E\\n\": 1\n12: x\nwrite_files: [{path: /a, mode: 1}]").Notices;

        Assert.All(notices, notice => Assert.Equal(UserDataNoticeKind.UnknownKey, notice.Kind));
        Assert.Equal(["hostnmae", "evil??", "12", "write_files[0].mode"], notices.Select(notice => notice.Path));
        Assert.Equal(2, notices[0].Line);
    }

    [Fact]
    public void Parse_KeysThatFleetDoesNotRunYet_GiveANoticeEach()
    {
        var notices = Read.Document("packages: [nginx]\nntp: {enabled: true}\nca-certs: {}\nfleet: {server: x}\nusers: [{name: a, ssh-import-id: [gh:a]}]").Notices;

        Assert.All(notices, notice => Assert.Equal(UserDataNoticeKind.NotRunYet, notice.Kind));
        Assert.Equal(["packages", "ntp", "ca-certs", "users[0].ssh-import-id"], notices.Select(notice => notice.Path));
    }
}
