using System.Text;
using Fleet.UserData.Yaml;

namespace Fleet.UserData.Config;

/// <summary>
/// Reads <c>content</c> under <c>encoding</c>. Base64 is RFC 4648 section 4: the standard alphabet, padding required, blanks and line ends anywhere.
/// cloud-init drops every other character silently; here it is an error.
/// </summary>
internal static class FileContent
{
    public static ReadOnlyMemory<byte> Read(NodeReader? content, NodeReader? encoding)
    {
        var name = encoding is null ? "" : encoding.Text();
        switch (name?.Trim().ToLowerInvariant())
        {
            case null:
                return default;
            case "" or "text/plain" or "text" or "none":
                return content is null ? default : Plain(content);
            case "b64" or "base64":
                return content is null ? default : Base64(content, Encoding.Latin1.GetString(Plain(content).Span));
            case "gz" or "gzip" or "gz+b64" or "gz+base64" or "gzip+b64" or "gzip+base64":
                encoding!.Fail(UserDataErrorCodes.NotSupported, "not supported yet: gzip content");
                return default;
            default:
                encoding!.Fail(UserDataErrorCodes.Encoding, "cloud-init knows the encodings text/plain, b64, base64, gzip, gz, gz+b64, gz+base64, gzip+b64 and gzip+base64.");
                return default;
        }
    }

    private static ReadOnlyMemory<byte> Plain(NodeReader content)
    {
        if (content.Node is YamlScalar { Kind: ScalarKind.Binary } binary)
            return Base64(content, binary.Text);
        // Text that UTF-8 has no bytes for cannot come here: the parser refuses escapes of surrogates.
        return content.Text() is { } text ? Encoding.UTF8.GetBytes(text) : default;
    }

    private static ReadOnlyMemory<byte> Base64(NodeReader content, string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        if (Convert.TryFromBase64String(text, bytes, out var written))
            return bytes.AsMemory(0, written);
        content.Fail(UserDataErrorCodes.Base64, "This is not base64 with the standard alphabet and padding.");
        return default;
    }
}
