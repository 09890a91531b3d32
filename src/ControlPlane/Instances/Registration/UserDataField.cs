using System.Globalization;
using System.Text;
using Fleet.Contracts;
using Fleet.Contracts.Ssh;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.UserData;

namespace Fleet.ControlPlane.Instances.Registration;

/// <summary>User-data as bytes. It is read here by the parser that the agent uses, so that what a guest would refuse is refused now.</summary>
internal static class UserDataField
{
    private const string Pointer = "/userData";

    /// <summary>Null also when the problems have what is wrong with it.</summary>
    public static byte[]? Read(string? text, string? encoding, FieldProblems problems)
    {
        if (text is null && encoding is not null)
            problems.Add("/userDataEncoding", "says how userData is written, and there is none");
        if (encoding is not (null or "base64"))
            problems.Add("/userDataEncoding", "must be base64, or absent for text");
        if (string.IsNullOrEmpty(text) || encoding is not (null or "base64"))
            return null;
        var bytes = encoding is null ? Encoding.UTF8.GetBytes(text) : Base64(text);
        if (bytes is null)
            problems.Add(Pointer, "is not base64 (RFC 4648 section 4): its alphabet, padded, and no white space", "userData.base64");
        else
            Check(bytes, problems);
        return bytes;
    }

    /// <summary>Before anything else is looked at: 413 is about the whole request.</summary>
    public static TooLargeError? CheckSize(string? text, string? encoding)
    {
        var size = text is null ? 0 : encoding == "base64" ? text.Length / 4L * 3 - Padding(text) : Encoding.UTF8.GetByteCount(text);
        return size > Limits.UserDataBytes ? new(Pointer, $"{Limits.UserDataBytes} bytes") : null;
    }

    private static void Check(byte[] bytes, FieldProblems problems)
    {
        foreach (var error in UserDataParser.Parse(bytes, sshKeyProblem: SshKey).Errors)
        {
            var where = error.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"line {line}, column {error.Column}: ") : "";
            problems.Add(Pointer, $"{where}{(error.Path is null ? "" : error.Path + ": ")}{error.Message}", error.Code);
        }
    }

    private static string? SshKey(string text) => SshPublicKey.TryParse(text, out _, out var problem) ? null : problem!.Detail;

    // Convert.FromBase64String skips white space, also within (security.md M15).
    private static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        return text.Length % 4 == 0 && !text.AsSpan().ContainsAny(" \t\r\n") && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static int Padding(string text) => text.EndsWith("==", StringComparison.Ordinal) ? 2 : text.EndsWith('=') ? 1 : 0;
}
