using System.Buffers;
using System.Text;

namespace Fleet.UserData.Formats;

/// <summary>Reads a script. Its bytes are kept as they are; only the first line is looked at, because the kernel reads nothing else.</summary>
internal static class ScriptReader
{
    // The kernel reads 256 bytes of a script (BINPRM_BUF_SIZE) and cuts a longer line silently.
    private const int MaxLine = 255;

    private static readonly SearchValues<byte> Allowed = SearchValues.Create([(byte)'\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)]);

    public static UserDataResult Read(ReadOnlySpan<byte> content)
    {
        var end = content.IndexOf((byte)'\n');
        var line = end < 0 ? content : content[..end];
        if (line is [.., (byte)'\r'])
            return Refuse("The first line ends with CR LF, and the kernel would take the CR for a part of the interpreter's name; save the script with LF.");
        if (line.Length > MaxLine)
            return Refuse($"The first line is longer than the {MaxLine} bytes that the kernel reads.");
        if (line.ContainsAnyExcept(Allowed))
            return Refuse("The first line may hold printable ASCII only.");
        var interpreter = Encoding.ASCII.GetString(line[2..]).Trim(' ', '\t');
        if (!interpreter.StartsWith('/'))
            return Refuse("What follows #! must be the absolute path of an interpreter, such as /bin/sh.");
        return UserDataResult.Of(new UserDataDocument { Kind = UserDataKind.Script, Script = new ScriptPart(content.ToArray(), interpreter) });
    }

    private static UserDataResult Refuse(string message) => UserDataResult.Of(new UserDataError(UserDataErrorCodes.Interpreter, message, 1, 1));
}
