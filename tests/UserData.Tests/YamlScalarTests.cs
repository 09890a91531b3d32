using Fleet.UserData.Yaml;

namespace Fleet.UserData.Tests;

// Every row was read with PyYAML 6.0.3's safe_load (PA-03).
public class YamlScalarTests
{
    [Theory]
    [InlineData("NO", "Bool")]
    [InlineData("on", "Bool")]
    [InlineData("OFF", "Bool")]
    [InlineData("TRUE", "Bool")]
    [InlineData("tRUE", "Text")]
    [InlineData("y", "Text")]
    [InlineData("n", "Text")]
    [InlineData("~", "Null")]
    [InlineData("", "Null")]
    [InlineData("Null", "Null")]
    [InlineData("nULL", "Text")]
    [InlineData("0o17", "Text")]
    [InlineData("08", "Text")]
    [InlineData("1e3", "Text")]
    [InlineData("-.5", "Text")]
    [InlineData("1:60", "Text")]
    [InlineData("1.0e+3", "Float")]
    [InlineData(".inf", "Float")]
    [InlineData("-.INF", "Float")]
    [InlineData(".nan", "Float")]
    [InlineData("5.", "Float")]
    [InlineData("1_0.5", "Float")]
    [InlineData("190:20:30.15", "Float")]
    [InlineData("2024-01-01", "Timestamp")]
    [InlineData("2001-12-14t21:59:43.10-05:00", "Timestamp")]
    [InlineData("10.0.0.1", "Text")]
    [InlineData("-", "Text")]
    public void Resolve_PlainScalar_GivesTheKindOfYaml11(string text, string kind) => Assert.Equal(kind, Yaml11.Resolve(text).ToString());

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("00", 0)]
    [InlineData("+12", 12)]
    [InlineData("1_000", 1000)]
    [InlineData("0644", 420)]
    [InlineData("-012", -10)]
    [InlineData("0_7", 7)]
    [InlineData("0x1A", 26)]
    [InlineData("0b11", 3)]
    [InlineData("12:30:45", 45045)]
    [InlineData("190:20:30", 685230)]
    [InlineData("1152921504606846975", 1152921504606846975)]
    public void Integer_OfYaml11_HasItsValue(string text, long value)
    {
        Assert.Equal(ScalarKind.Int, Yaml11.Resolve(text));
        Assert.Equal(value, Yaml11.Integer(text));
    }

    [Theory]
    [InlineData("0b_")]
    [InlineData("99999999999999999999")]
    [InlineData("0xFFFFFFFFFFFFFFFFFF")]
    [InlineData("99999999999999:59:59:59:59:59:59")]
    public void Integer_WithoutAValue_IsNull(string text)
    {
        Assert.Equal(ScalarKind.Int, Yaml11.Resolve(text));
        Assert.Null(Yaml11.Integer(text));
    }

    [Theory]
    [InlineData("'yes'")]
    [InlineData("\"12\"")]
    [InlineData("!!str 12")]
    [InlineData("|\n  12")]
    public void Parse_QuotedOrTaggedScalar_IsText(string scalar) => Assert.Single(Read.Config($"runcmd:\n- {scalar}").RunCmd);

    [Theory]
    [InlineData("yes", true)]
    [InlineData("Off", false)]
    [InlineData("!!bool 'on'", true)]
    [InlineData("'true'", true)]
    [InlineData("\"NO\"", false)]
    [InlineData("1", true)]
    [InlineData("~", null)]
    public void Parse_PreserveHostname_TakesWhatCloudInitTakes(string scalar, bool? value) =>
        Assert.Equal(value, Read.Config($"preserve_hostname: {scalar}").PreserveHostname);

    [Fact]
    public void Parse_PlainScalarOfAMebibyte_IsResolvedInLinearTime()
    {
        var digits = string.Concat(Enumerable.Repeat("1:0", 330_000));

        Assert.Equal("user_data.wrong_type", Read.Error("hostname: 1" + new string('0', 1_000_000)).Code);
        Assert.Equal("user_data.hostname", Read.Error("hostname: " + digits + "x").Code);
    }
}
