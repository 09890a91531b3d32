namespace Fleet.UserData.Tests;

public class RunCmdTests
{
    [Fact]
    public void Parse_RunCmd_KeepsLinesAndArgumentLists()
    {
        var commands = Read.Config("runcmd:\n- echo hi\n-\n- ''\n- [sh, -c, 'echo $0', \"it's\"]\n- |\n  cd /tmp\n  ls\n").RunCmd;

        Assert.Equal("echo hi", commands[0].Shell);
        Assert.Null(commands[0].Argv);
        Assert.Equal(["sh", "-c", "echo $0", "it's"], commands[1].Argv);
        Assert.Null(commands[1].Shell);
        Assert.Equal("cd /tmp\nls\n", commands[2].Shell);
        Assert.Equal(3, commands.Count);
    }

    [Theory] // as Python prints what PyYAML reads
    [InlineData("5", "5", false)]
    [InlineData("0.5", "0.5", false)]
    [InlineData("2024-01-31", "2024-01-31", false)]
    [InlineData("0o644", "0o644", false)]
    [InlineData("0644", "420", true)]
    [InlineData("12:30:45", "45045", true)]
    [InlineData("1.50", "1.5", true)]
    [InlineData("5.", "5.0", true)]
    public void Parse_NumberAsArgument_IsPrintedAsCloudInitPrintsIt(string scalar, string argument, bool noticed)
    {
        var document = Read.Document($"runcmd:\n- [chmod, {scalar}]");

        Assert.Equal(["chmod", argument], document.Config!.RunCmd[0].Argv);
        Assert.Equal(noticed, document.Notices.Any(notice => notice is { Kind: UserDataNoticeKind.Ambiguous, Path: "runcmd[0][1]" }));
    }

    [Theory]
    [InlineData("echo", "user_data.wrong_type", "runcmd")]
    [InlineData("[echo foo: bar]", "user_data.wrong_type", "runcmd[0]")]
    [InlineData("[5]", "user_data.wrong_type", "runcmd[0]")]
    [InlineData("[[]]", "user_data.command", "runcmd[0]")]
    [InlineData("[[a, yes]]", "user_data.wrong_type", "runcmd[0][1]")]
    [InlineData("[[a, ~]]", "user_data.wrong_type", "runcmd[0][1]")]
    [InlineData("[[a, .inf]]", "user_data.wrong_type", "runcmd[0][1]")]
    [InlineData("[[a, 99999999999999999999]]", "user_data.wrong_type", "runcmd[0][1]")]
    [InlineData("[[a, [b]]]", "user_data.wrong_type", "runcmd[0][1]")]
    [InlineData("[\"a\\0\"]", "user_data.command", "runcmd[0]")]
    public void Parse_CommandThatCannotBeRun_IsAnError(string commands, string code, string path)
    {
        var error = Read.Error($"runcmd: {commands}");

        Assert.Equal((code, path), (error.Code, error.Path));
    }

    [Fact]
    public void Parse_CommandWithColon_SaysHowToQuoteIt() =>
        Assert.Contains("quotes", Read.Error("runcmd:\n- echo foo: bar").Message, StringComparison.Ordinal);
}
