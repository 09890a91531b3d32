using Fleet.UserData.Config;
using Fleet.UserData.Formats;

namespace Fleet.UserData;

/// <summary>
/// Reads user-data. The server calls it to validate what an operator writes, the agent calls it again and acts on the result. It never throws, whatever the bytes,
/// and its cost is bounded by the limits.
/// </summary>
public static class UserDataParser
{
    /// <summary>Reads user-data of any form.</summary>
    /// <param name="content">The bytes as they were given; empty = an empty document.</param>
    /// <param name="limits">Budgets; null = <see cref="UserDataLimits.Default"/>.</param>
    /// <param name="sshKeyProblem">A further check of one SSH public key: null if it is good, else what is wrong with it, in words that do not repeat it. It must not throw.</param>
    public static UserDataResult Parse(ReadOnlySpan<byte> content, UserDataLimits? limits = null, Func<string, string?>? sshKeyProblem = null)
    {
        limits ??= UserDataLimits.Default;
        if (content.Length > limits.MaxBytes)
            return UserDataResult.Of(new UserDataError(UserDataErrorCodes.TooLarge, $"User-data may have at most {limits.MaxBytes} bytes."));

        return FormatDetector.Detect(content) switch
        {
            ContentFormat.Empty => UserDataResult.Of(UserDataDocument.Empty),
            ContentFormat.CloudConfig => CloudConfigReader.Read(content, new ParseContext(limits, sshKeyProblem)),
            ContentFormat.Script => ScriptReader.Read(content),
            ContentFormat.CloudConfigArchive => NotSupported("#cloud-config-archive"),
            ContentFormat.CloudConfigJsonp => NotSupported("#cloud-config-jsonp (JSON patches)"),
            ContentFormat.Include => NotSupported("#include (fetching user-data from URLs)"),
            ContentFormat.PartHandler => NotSupported("#part-handler (Python run by cloud-init)"),
            ContentFormat.BootHook => NotSupported("#cloud-boothook"),
            ContentFormat.JinjaTemplate => NotSupported("## template: jinja"),
            ContentFormat.Mime => NotSupported("MIME multipart"),
            ContentFormat.Gzip => NotSupported("gzip"),
            ContentFormat.Base64 => NotSupported("base64 around the whole user-data"),
            ContentFormat.ByteOrderMark => UserDataResult.Of(new UserDataError(
                UserDataErrorCodes.ByteOrderMark, "The user-data starts with a byte order mark, which hides its first line; save it as UTF-8 without one.", 1, 1)),
            ContentFormat.Unknown => UserDataResult.Of(new UserDataError(
                UserDataErrorCodes.UnknownFormat, "The first line must be #cloud-config, or #! and an interpreter at the very first byte.", 1, 1)),
        };
    }

    private static UserDataResult NotSupported(string what) =>
        UserDataResult.Of(new UserDataError(UserDataErrorCodes.NotSupported, $"not supported yet: {what}", 1, 1));
}
