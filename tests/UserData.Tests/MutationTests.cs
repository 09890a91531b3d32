using CsCheck;

namespace Fleet.UserData.Tests;

public class MutationTests
{
    private static readonly byte[] Valid = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "web.yaml"));

    // What YAML and cloud-config give a meaning to.
    private static readonly string[] Tokens =
    [
        "&a ", "*a", "*shell", "<<: ", "- ", "? ", ": ", "[", "]", "{", "}", ",", "|\n", ">-\n", "'", "\"", "\\", "#", "\t", "\n", "\r\n", "---\n", "...\n", "%YAML 1.1\n", "%TAG ! x\n",
        "!!binary ", "!!int ", "!!python/object:x ", "!x!y ", "! ", "~", "yes", "0644", "12:30:45", "1e999", ".nan", "2024-01-01", "\0", "\u0085", "\u2028", "\uFEFF", "\"\\ud800\"", "\"\\U00110000\"", "@", "`",
        "users:\n", "name: ", "default", "passwd: ", "sudo: ", "write_files:\n", "encoding: b64\n", "content: ", "permissions: ", "runcmd:\n", "groups:\n",
    ];

    private static readonly Gen<Func<byte[], byte[]>> Edit = Gen.OneOf<Func<byte[], byte[]>>(
        Gen.Select(Gen.Int[0, 10_000], Gen.Byte, (at, value) => (Func<byte[], byte[]>)(bytes => Replace(bytes, at, 1, [value]))),
        Gen.Select(Gen.Int[0, 10_000], Gen.OneOf<string>(Tokens), (at, token) => (Func<byte[], byte[]>)(bytes => Replace(bytes, at, 0, System.Text.Encoding.UTF8.GetBytes(token)))),
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 200], (at, length) => (Func<byte[], byte[]>)(bytes => Replace(bytes, at, length, []))),
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 10_000], Gen.Int[1, 200], (from, to, length) => (Func<byte[], byte[]>)(bytes => Replace(bytes, to, 0, Slice(bytes, from, length)))));

    [Fact]
    public void Parse_AnyMutationOfAValidDocument_GivesADocumentOrErrors() =>
        Edit.Array[1, 8].Sample(
            edits =>
            {
                var result = UserDataParser.Parse(edits.Aggregate(Valid, (bytes, edit) => edit(bytes)));
                return result.IsValid ? result.Errors.Count == 0 : result.Errors.Count > 0 && result.Errors.All(IsWellFormed);
            },
            iter: 5_000);

    [Fact]
    public void Parse_AnyBytesAfterTheHeader_GivesADocumentOrErrors() =>
        Gen.OneOf<byte[]>(Gen.Byte.Array[0, 200], Gen.OneOf<string>(Tokens).Array[0, 40].Select(tokens => System.Text.Encoding.UTF8.GetBytes(string.Concat(tokens)))).Sample(
            bytes => UserDataParser.Parse([.. "#cloud-config\n"u8, .. bytes]) is var result && result.IsValid == (result.Errors.Count == 0),
            iter: 20_000);

    private static bool IsWellFormed(UserDataError error) =>
        error.Code.StartsWith("user_data.", StringComparison.Ordinal) && error.Message.Length > 0 && error.Line is null or > 0 && error.Column is null or > 0;

    private static byte[] Replace(byte[] bytes, int at, int length, byte[] with)
    {
        at %= bytes.Length + 1;
        length = Math.Min(length, bytes.Length - at);
        return [.. bytes.AsSpan(0, at), .. with, .. bytes.AsSpan(at + length)];
    }

    private static byte[] Slice(byte[] bytes, int from, int length)
    {
        from %= bytes.Length + 1;
        return bytes[from..Math.Min(bytes.Length, from + length)];
    }
}
