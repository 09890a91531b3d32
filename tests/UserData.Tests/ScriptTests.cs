using System.Text;

namespace Fleet.UserData.Tests;

public class ScriptTests
{
    [Theory]
    [InlineData("#!/bin/sh", "/bin/sh")]
    [InlineData("#! /usr/bin/env python3\nprint(1)\n", "/usr/bin/env python3")]
    [InlineData("#!/bin/bash -e \necho\r\n", "/bin/bash -e")]
    public void Parse_Script_KeepsContentAndTellsInterpreter(string text, string interpreter)
    {
        var script = Read.Text(text).Document!.Script!;

        Assert.Equal(interpreter, script.Interpreter);
        Assert.Equal(text, Encoding.UTF8.GetString(script.Content.Span));
    }

    [Fact] // PA-10
    public void Parse_ScriptWithAnyBytes_IsKeptByteForByte()
    {
        byte[] content = [.. "#!/bin/sh\n"u8, 0, 0xFF, 0xFE, 0xC0, 0xAF, 0xED, 0xA0, 0x80, (byte)'\r', (byte)'\n'];

        Assert.Equal(content, UserDataParser.Parse(content).Document!.Script!.Content.ToArray());
    }

    [Theory]
    [InlineData("#!\n")]
    [InlineData("#!bash\n")]
    [InlineData("#!/bin/sh\r\necho\r\n")]
    [InlineData("#!/bin/\0sh\n")]
    [InlineData("#!/bin/sh\u001b[2J\n")]
    [InlineData("#!/bin/shé\n")]
    public void Parse_InterpreterThatTheKernelWouldNotFind_IsAnError(string text) => Assert.Equal("user_data.interpreter", Read.Only(Read.Text(text)).Code);

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void Parse_InterpreterLineAtTheKernelsLimit_IsJudged(int length, bool valid) =>
        Assert.Equal(valid, Read.Text("#!/" + new string('a', length - 3) + "\n").IsValid);
}
