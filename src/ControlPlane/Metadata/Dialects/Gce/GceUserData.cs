using System.Text;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>User-data as an attribute, which has to be text: what is not (gzip, say) goes as base64, and <c>user-data-encoding</c> says so.</summary>
internal static class GceUserData
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string? Text(byte[] body)
    {
        // NUL is UTF-8 too, but no client expects it in text.
        if (body.AsSpan().Contains((byte)0))
            return null;
        try
        {
            return Strict.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
