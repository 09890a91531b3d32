using System.Text;

namespace Fleet.UserData.Tests;

public class LimitTests
{
    [Theory] // PA-05
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Parse_BytesAtTheLimit_AreJudged(int over, bool valid)
    {
        var content = new byte[UserDataLimits.Default.MaxBytes + over];
        content.AsSpan().Fill((byte)'#');
        "#!/bin/sh\n"u8.CopyTo(content);

        var result = UserDataParser.Parse(content);

        Assert.Equal(valid, result.IsValid);
        if (!valid)
            Assert.Equal("user_data.too_large", Read.Only(result).Code);
    }

    [Fact] // PA-05
    public void Parse_SixteenMebibytes_IsRefusedUnread() =>
        Assert.Equal("user_data.too_large", Read.Only(UserDataParser.Parse(new byte[16 * 1024 * 1024])).Code);

    [Fact] // PA-01, M11
    public void Parse_AliasBomb_ExceedsTheNodeBudget()
    {
        var bomb = new StringBuilder("a0: &a0 [lol,lol,lol]\n");
        for (var i = 1; i <= 16; i++)
            bomb.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 15))}]\n");

        Assert.Equal("user_data.too_many_nodes", Read.Error(bomb.ToString()).Code);
    }

    [Fact] // PA-01: as mappings merged into each other
    public void Parse_MergeBomb_ExceedsTheNodeBudget()
    {
        var bomb = new StringBuilder("a0: &a0 {x: [lol,lol,lol]}\n");
        for (var i = 1; i <= 16; i++)
            bomb.Append($"a{i}: &a{i} {{<<: [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 15))}]}}\n");

        Assert.Equal("user_data.too_many_nodes", Read.Error(bomb.ToString()).Code);
    }

    [Fact] // PA-01: few nodes, much text
    public void Parse_AliasesOfALongText_ExceedTheTextBudget()
    {
        var yaml = $"runcmd:\n- &a {new string('x', 500_000)}\n" + string.Concat(Enumerable.Repeat("- *a\n", 99));

        Assert.Equal("user_data.too_much_text", Read.Error(yaml).Code);
    }

    [Theory] // M10
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("{? ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Parse_NestedAHundredThousandTimes_IsTooDeep(string opening)
    {
        var yaml = string.Concat(Enumerable.Repeat(opening, 100_000));

        Assert.Equal("user_data.too_deep", Read.Error("a:\n  " + yaml, new UserDataLimits { MaxDepth = int.MaxValue }).Code);
        Assert.Equal("user_data.too_deep", Read.Error("a:\n  " + yaml).Code);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void Parse_DepthAtTheLimit_IsJudged(int below, bool valid)
    {
        var yaml = "x: " + new string('[', below) + new string(']', below);

        Assert.Equal(valid, Read.Yaml(yaml).IsValid);
    }

    [Fact]
    public void Parse_DepthReachedThroughAnAlias_IsTooDeep()
    {
        var deep = new string('[', 40) + new string(']', 40);
        var around = new string('[', 30) + "*a" + new string(']', 30);

        Assert.Equal("user_data.too_deep", Read.Error($"x: &a {deep}\ny: {around}").Code);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(7, false)]
    public void Parse_NodesAtTheLimit_AreJudged(int max, bool valid)
    {
        // The root, two keys, two lists, three items.
        var result = Read.Yaml("x: [1, 2]\ny: [3]", new UserDataLimits { MaxNodes = max });

        Assert.Equal(valid, result.IsValid);
        if (!valid)
            Assert.Equal("user_data.too_many_nodes", Read.Only(result).Code);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Parse_AliasesAtTheLimit_AreJudged(int count, bool valid)
    {
        var result = Read.Yaml("x: &a 1\ny: [" + string.Join(',', Enumerable.Repeat("*a", count)) + "]");

        Assert.Equal(valid, result.IsValid);
        if (!valid)
            Assert.Equal("user_data.too_many_aliases", Read.Only(result).Code);
    }

    [Fact]
    public void Parse_LongScalar_IsAnError() =>
        Assert.Equal("user_data.scalar_too_long", Read.Error("hostname: abcdef", new UserDataLimits { MaxScalarLength = 9 + 1 - 5 }).Code);

    [Theory]
    [InlineData("users: [a, b, c]", "user_data.too_many_users")]
    [InlineData("users: 'a,b,c'", "user_data.too_many_users")]
    [InlineData("users: {a: true, b: true, c: true}", "user_data.too_many_users")]
    [InlineData("groups: 'a,b,c'", "user_data.too_many_names")]
    [InlineData("write_files: [{path: /a}, {path: /b}, {path: /c}]", "user_data.too_many_files")]
    [InlineData("runcmd: [a, b, c]", "user_data.too_many_commands")]
    public void Parse_ListBeyondItsLimit_IsAnError(string yaml, string code) =>
        Assert.Equal(code, Read.Error(yaml, new UserDataLimits { MaxUsers = 2, MaxFiles = 2, MaxCommands = 2, MaxNames = 2 }).Code);

    [Fact]
    public void Parse_ManyFaults_ListsTheFirstHundredInOrder()
    {
        var result = Read.Yaml("users:\n" + string.Concat(Enumerable.Repeat("- {name: A}\n", 500)));

        Assert.Equal(101, result.Errors.Count);
        Assert.Equal(3, result.Errors[0].Line);
        Assert.Equal("user_data.too_many_errors", result.Errors[^1].Code);
    }
}
