using System.Buffers;
using System.Text;

namespace Fleet.UserData.Yaml;

/// <summary>Turns bytes into text that YAML allows: strict UTF-8, and only the characters that PyYAML's reader lets through.</summary>
internal static class YamlText
{
    public static UserDataError? Decode(ReadOnlySpan<byte> content, out string text)
    {
        text = "";
        int line = 1, column = 1;
        for (var rest = content; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf8(rest, out var rune, out var length) != OperationStatus.Done)
                return new UserDataError(UserDataErrorCodes.InvalidUtf8, "The text is not UTF-8.", line, column);
            if (!IsAllowed(rune.Value))
                return new UserDataError(UserDataErrorCodes.BadCharacter, $"YAML does not allow the character U+{rune.Value:X4} here; write it as an escape in double quotes, or the content as base64.", line, column);
            rest = rest[length..];
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        text = Encoding.UTF8.GetString(content);
        return null;
    }

    private static bool IsAllowed(int character) => character is
        '\t' or '\n' or '\r' or (>= 0x20 and <= 0x7E) or 0x85 or (>= 0xA0 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or >= 0x10000;
}
