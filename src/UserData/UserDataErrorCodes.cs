namespace Fleet.UserData;

/// <summary>The codes of <see cref="UserDataError"/>. They are part of the API: a code is never renamed.</summary>
public static class UserDataErrorCodes
{
    /// <summary>More bytes than <see cref="UserDataLimits.MaxBytes"/>.</summary>
    public const string TooLarge = "user_data.too_large";

    /// <summary>A form of user-data, or a part of it, that cloud-init reads and Fleet does not read yet. The message names it.</summary>
    public const string NotSupported = "user_data.not_supported";

    /// <summary>The first bytes are those of no form of user-data.</summary>
    public const string UnknownFormat = "user_data.unknown_format";

    /// <summary>It starts with a byte order mark, before which neither the kernel nor cloud-init finds its first line.</summary>
    public const string ByteOrderMark = "user_data.byte_order_mark";

    /// <summary>A script whose <c>#!</c> line the kernel would not follow.</summary>
    public const string Interpreter = "user_data.interpreter";

    /// <summary>Text that is not UTF-8.</summary>
    public const string InvalidUtf8 = "user_data.invalid_utf8";

    /// <summary>A character that YAML does not allow, such as NUL or an escape.</summary>
    public const string BadCharacter = "user_data.bad_character";

    /// <summary>Not YAML.</summary>
    public const string Syntax = "user_data.syntax";

    /// <summary>More than one YAML document.</summary>
    public const string MultipleDocuments = "user_data.multiple_documents";

    /// <summary>Collections nested deeper than <see cref="UserDataLimits.MaxDepth"/>.</summary>
    public const string TooDeep = "user_data.too_deep";

    /// <summary>More nodes than <see cref="UserDataLimits.MaxNodes"/>, or <see cref="UserDataLimits.MaxExpandedNodes"/> once aliases are followed.</summary>
    public const string TooManyNodes = "user_data.too_many_nodes";

    /// <summary>More text than <see cref="UserDataLimits.MaxExpandedLength"/> once aliases are followed.</summary>
    public const string TooMuchText = "user_data.too_much_text";

    /// <summary>More aliases than <see cref="UserDataLimits.MaxAliases"/>.</summary>
    public const string TooManyAliases = "user_data.too_many_aliases";

    /// <summary>A scalar longer than <see cref="UserDataLimits.MaxScalarLength"/>.</summary>
    public const string ScalarTooLong = "user_data.scalar_too_long";

    /// <summary>An alias within the very node that it names.</summary>
    public const string CyclicAlias = "user_data.cyclic_alias";

    /// <summary>An alias of an anchor that is not defined before it.</summary>
    public const string UnknownAlias = "user_data.unknown_alias";

    /// <summary>The same anchor twice.</summary>
    public const string DuplicateAnchor = "user_data.duplicate_anchor";

    /// <summary>A tag other than YAML's own basic ones.</summary>
    public const string UnknownTag = "user_data.unknown_tag";

    /// <summary>The same key twice in one mapping.</summary>
    public const string DuplicateKey = "user_data.duplicate_key";

    /// <summary>A list or a mapping as a key.</summary>
    public const string BadKey = "user_data.bad_key";

    /// <summary>A merge key (<c>&lt;&lt;</c>) whose value is neither a mapping nor a list of mappings.</summary>
    public const string BadMerge = "user_data.bad_merge";

    /// <summary>The document is YAML, but not a mapping.</summary>
    public const string NotAMapping = "user_data.not_a_mapping";

    /// <summary>A value of another type than the field takes.</summary>
    public const string WrongType = "user_data.wrong_type";

    /// <summary>A field that must be there is not.</summary>
    public const string Required = "user_data.required";

    /// <summary>A hostname or FQDN outside RFC 1123.</summary>
    public const string Hostname = "user_data.hostname";

    /// <summary>A user's or group's name outside <c>[a-z_][a-z0-9_-]{0,31}</c>.</summary>
    public const string Name = "user_data.name";

    /// <summary>More names in a list than <see cref="UserDataLimits.MaxNames"/>.</summary>
    public const string TooManyNames = "user_data.too_many_names";

    /// <summary>The same user twice.</summary>
    public const string DuplicateUser = "user_data.duplicate_user";

    /// <summary>More users than <see cref="UserDataLimits.MaxUsers"/>.</summary>
    public const string TooManyUsers = "user_data.too_many_users";

    /// <summary>A GECOS field that would break <c>/etc/passwd</c>.</summary>
    public const string Gecos = "user_data.gecos";

    /// <summary>A path that is not absolute, climbs with <c>..</c>, or holds control characters.</summary>
    public const string Path = "user_data.path";

    /// <summary>A user id out of range.</summary>
    public const string Uid = "user_data.uid";

    /// <summary>A sudo rule that is not one plain line.</summary>
    public const string Sudo = "user_data.sudo";

    /// <summary>A password that is not a crypt(3) hash.</summary>
    public const string Passwd = "user_data.passwd";

    /// <summary>An SSH public key that is not one plain line, or that the caller's check refused.</summary>
    public const string SshKey = "user_data.ssh_key";

    /// <summary>A private key where a public one belongs.</summary>
    public const string PrivateKey = "user_data.private_key";

    /// <summary>Content that is not base64 (RFC 4648 section 4).</summary>
    public const string Base64 = "user_data.base64";

    /// <summary>An encoding that cloud-init does not know either.</summary>
    public const string Encoding = "user_data.encoding";

    /// <summary>An owner that is not <c>user:group</c>.</summary>
    public const string Owner = "user_data.owner";

    /// <summary>Permissions that are not octal.</summary>
    public const string Permissions = "user_data.permissions";

    /// <summary>More files than <see cref="UserDataLimits.MaxFiles"/>.</summary>
    public const string TooManyFiles = "user_data.too_many_files";

    /// <summary>A command that is empty or that holds a NUL.</summary>
    public const string Command = "user_data.command";

    /// <summary>More commands than <see cref="UserDataLimits.MaxCommands"/>.</summary>
    public const string TooManyCommands = "user_data.too_many_commands";

    /// <summary>There were more errors than are listed.</summary>
    public const string TooManyErrors = "user_data.too_many_errors";
}
